/** A change of a field that Kubernetes never changes: the push would be accepted and the sync fail, on the cluster. */
import { describe, findObject, groupOf } from '../identity.ts';
import { changedImmutableFields } from '../immutable.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';

export const immutableFields: Rule = {
  id: 'immutable-fields',
  title: 'no immutable field differs from the committed render without an explicit migration',
  transient: true,
  *check(cluster) {
    for (const { object } of cluster.committed) {
      const { kind, metadata } = object;
      const now = findObject(cluster, groupOf(object.apiVersion), kind, metadata.namespace ?? '', metadata.name);
      if (now === undefined) continue;
      for (const field of changedImmutableFields(object, now.object))
        yield violation(
          'immutable-fields',
          now,
          `${describe(object)}: ${field} differs from the committed render, and cannot be changed`,
          {
            fix: `keep it, give the object a new name, or migrate: annotate it chimera.dev/exempt.immutable-fields with the plan and argocd.argoproj.io/sync-options: Force=true,Replace=true,ServerSideApply=false`,
            part: field,
          },
        );
    }
  },
};
