/** A volume that one node writes is not given to a second: a rolling Deployment would wait for itself, or write twice. */
import { describe } from '../identity.ts';
import { objectAt, objectsAt, stringAt } from '../json.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { workloadsOf } from '../workloads.ts';

export const singleWriter: Rule = {
  id: 'single-writer',
  title: 'a Deployment that mounts a claim has one replica and the strategy Recreate',
  *check(cluster) {
    for (const { kind, placed, podSpec, replicas } of workloadsOf(cluster)) {
      if (kind !== 'Deployment') continue;
      const claims = objectsAt(podSpec, 'volumes').filter((volume) => volume['persistentVolumeClaim'] !== undefined);
      if (claims.length === 0) continue;
      const where = describe(placed.object);
      if (stringAt(objectAt(placed.object, 'spec', 'strategy'), 'type') !== 'Recreate')
        yield violation(
          'single-writer',
          placed,
          `${where}: mounts a claim, and rolls: old and new pod would write it at once`,
          {
            fix: "set strategy: 'Recreate'",
          },
        );
      if (replicas > 1)
        yield violation('single-writer', placed, `${where}: mounts a claim in ${replicas} pods`, {
          fix: 'set replicas to 1, or make it a StatefulSet, which has a claim for each pod',
        });
    }
  },
};
