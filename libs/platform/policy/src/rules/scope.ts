/** An object without its namespace lands in whatever namespace the Application names; one with a wrong name is refused. */
import { describe } from '../identity.ts';
import type { Rule } from '../rule.ts';
import { scopeOf } from '../schemas.ts';
import { violation } from '../violation.ts';

const ID = 'scope';

/** Names that Kubernetes takes for most kinds: DNS subdomains. */
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
/** Names that become host names: DNS labels. */
const LABEL = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const RBAC = /^(?:ClusterRole|Role)(?:Binding)?$/;

export const scope: Rule = {
  id: ID,
  title: 'namespaced objects name their namespace, cluster-scoped ones none; names are legal',
  strict: true,
  *check({ objects }) {
    for (const placed of objects) {
      const { object } = placed;
      const { name, namespace } = object.metadata;
      const where = describe(object);
      const wanted = scopeOf(object);
      if (wanted === 'Namespaced' && namespace === undefined)
        yield violation(ID, placed, `${where}: has no namespace`, { fix: 'set metadata.namespace' });
      if (wanted === 'Cluster' && namespace !== undefined)
        yield violation(ID, placed, `${where}: is cluster-scoped and names a namespace`, {
          fix: 'remove metadata.namespace',
        });
      const host = object.kind === 'Service' || object.kind === 'Namespace';
      if (!RBAC.test(object.kind) && (!(host ? LABEL : SUBDOMAIN).test(name) || name.length > (host ? 63 : 253)))
        yield violation(ID, placed, `${where}: the name is not legal`, {
          fix: `use lower-case letters, digits and dashes${host ? ', a letter first, at most 63' : ', at most 253'}`,
        });
    }
  },
};
