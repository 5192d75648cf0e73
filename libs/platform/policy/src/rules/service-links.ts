/** Variables of Services are not injected: `TEMPORAL_UI_PORT=tcp://...` and the like break real systems. */
import { describe } from '../identity.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { workloadsOf } from '../workloads.ts';

export const serviceLinks: Rule = {
  id: 'service-links',
  title: 'pods say enableServiceLinks: false',
  *check(cluster) {
    for (const { placed, podSpec } of workloadsOf(cluster))
      if (podSpec['enableServiceLinks'] !== false)
        yield violation(
          'service-links',
          placed,
          `${describe(placed.object)}: variables of all Services of the namespace are injected`,
          {
            fix: 'set enableServiceLinks: false in the pod',
          },
        );
  },
};
