/** What the API server refuses although the schema allows it: names, labels, ports, mounts, combinations of fields. */
import { nameErrors, objectErrors } from '../api-server/object-errors.ts';
import { podErrors } from '../api-server/pod-errors.ts';
import { describe } from '../identity.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { workloadsOf } from '../workloads.ts';

const ID = 'api-server';

export const apiServer: Rule = {
  id: ID,
  title: "names, labels, ports, mounts and combinations of fields pass the API server's own validation",
  strict: true,
  *check(cluster) {
    for (const placed of cluster.objects) {
      if (placed.object.kind === 'CustomResourceDefinition') continue;
      for (const message of [...nameErrors(placed.object), ...objectErrors(placed.object)])
        yield violation(ID, placed, `${describe(placed.object)}: ${message}`, {
          fix: 'write what the API server takes',
        });
    }
    for (const workload of workloadsOf(cluster))
      for (const message of podErrors(workload))
        yield violation(ID, workload.placed, `${describe(workload.placed.object)}: ${message}`, {
          fix: 'write what the API server takes',
        });
  },
};
