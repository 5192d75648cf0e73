/** Every container says what it needs and what it may take at most, in CPU and memory. */
import { objectAt } from '../json.ts';
import { quantity } from '../quantity.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { describeContainer, workloadsOf } from '../workloads.ts';

const ID = 'requests-and-limits';

export const requestsAndLimits: Rule = {
  id: ID,
  title: 'every container has requests and limits of CPU and memory, and no request is above its limit',
  *check(cluster) {
    for (const workload of workloadsOf(cluster)) {
      for (const container of workload.containers) {
        const report = (message: string, fix: string) =>
          violation(ID, workload.placed, `${describeContainer(workload, container)}: ${message}`, {
            fix,
            part: container.name,
          });
        for (const resource of ['cpu', 'memory']) {
          const request = objectAt(container.spec, 'resources', 'requests')[resource];
          const limit = objectAt(container.spec, 'resources', 'limits')[resource];
          if (request === undefined) yield report(`no ${resource} request`, `set resources.requests.${resource}`);
          if (limit === undefined) yield report(`no ${resource} limit`, `set resources.limits.${resource}`);
          if ((quantity(request) ?? 0) > (quantity(limit) ?? Number.POSITIVE_INFINITY))
            yield report(
              `requests ${request} of ${resource}, above its limit ${limit}`,
              `raise the limit to ${request} or more`,
            );
        }
      }
    }
  },
};
