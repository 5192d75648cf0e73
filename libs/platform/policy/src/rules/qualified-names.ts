/** Services are named in full: `mytsdb:4317` is found in its own namespace only, and asks DNS for five names before it. */
import { namesServices } from '../host-names.ts';
import { describe } from '../identity.ts';
import type { Rule } from '../rule.ts';
import { findService } from '../services.ts';
import { shortHosts } from '../short-hosts.ts';
import { stringsIn } from '../strings.ts';
import { violation } from '../violation.ts';

const ID = 'qualified-names';

export const qualifiedNames: Rule = {
  id: ID,
  title:
    'Services are named in full, <service>.<namespace>.svc.cluster.local, in variables, arguments and configuration',
  *check(cluster) {
    for (const placed of cluster.objects) {
      const { object } = placed;
      if (!namesServices(placed)) continue;
      const { metadata, ...rest } = object;
      for (const { at, text } of stringsIn(rest)) {
        for (const host of shortHosts(text)) {
          const [service = '', namespace = metadata.namespace ?? ''] = host.split('.');
          if (findService(cluster, namespace, service) === undefined) continue;
          yield violation(ID, placed, `${describe(object)}, ${at}: "${host}" is a Service by a short name`, {
            fix: `write ${service}.${namespace}.svc.cluster.local, from the typed reference (endpoint.host, .address or .url)`,
            part: host,
          });
        }
      }
    }
  },
};
