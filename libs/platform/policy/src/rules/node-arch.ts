/** Images are pinned for one architecture, and nodes of another would only restart them. */
import { describe } from '../identity.ts';
import { stringAt } from '../json.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { workloadsOf } from '../workloads.ts';

const LABEL = 'kubernetes.io/arch';

export const nodeArch: Rule = {
  id: 'node-arch',
  title: "pods ask for nodes of the cluster's architecture",
  *check(cluster) {
    const { architecture } = cluster.cluster;
    for (const { placed, podSpec } of workloadsOf(cluster)) {
      const asked = stringAt(podSpec, 'nodeSelector', LABEL);
      if (asked !== architecture)
        yield violation(
          'node-arch',
          placed,
          `${describe(placed.object)}: asks for ${asked ?? 'no'} architecture, the cluster has ${architecture}`,
          {
            fix: `set nodeSelector: {${LABEL}: ${architecture}}`,
          },
        );
    }
  },
};
