/** Every pod is denied everything that no policy admits, and may ask the cluster's DNS. */
import { describe } from '../identity.ts';
import { admits, type Direction, policiesFor } from '../network.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { workloadsOf } from '../workloads.ts';

const ID = 'network-policy';
const DNS = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

export const networkPolicy: Rule = {
  id: ID,
  title: 'every pod is selected by a default-deny NetworkPolicy for both directions, and DNS is allowed',
  *check(cluster) {
    for (const workload of workloadsOf(cluster)) {
      // Pods on the host's network have its addresses: policies do not apply to them.
      if (workload.podSpec['hostNetwork'] === true) continue;
      const where = describe(workload.placed.object);
      for (const direction of ['ingress', 'egress'] satisfies Direction[]) {
        const denied = policiesFor(cluster, workload, direction).some(({ rules }) => rules.length === 0);
        if (!denied)
          yield violation(ID, workload.placed, `${where}: no default-deny policy selects its pods for ${direction}`, {
            fix: `add a NetworkPolicy to namespace ${workload.namespace} with podSelector {}, policyTypes [Ingress, Egress] and no rules`,
          });
      }
      const egress = policiesFor(cluster, workload, 'egress');
      for (const protocol of ['UDP', 'TCP'] as const)
        if (!admits(cluster, egress, 'egress', { peer: DNS, port: 53, protocol }))
          yield violation(ID, workload.placed, `${where}: its pods may not ask the cluster's DNS over ${protocol}`, {
            fix: 'admit egress to pods k8s-app=kube-dns of namespace kube-system on port 53, UDP and TCP',
          });
    }
  },
};
