/** NetworkPolicy semantics, one policy at a time: the traffic is from monitoring/prometheus to shop/shop:8080. */
import { expect, test } from 'vitest';
import { admits, policiesFor } from './network.ts';
import type { ClusterObjects, RenderedObject } from './rule.ts';
import { workloadsOf } from './workloads.ts';

const object = (apiVersion: string, kind: string, name: string, rest: Record<string, unknown>): RenderedObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(kind !== 'Namespace' && { namespace: 'shop' }), ...(rest['metadata'] as object) },
  spec: rest['spec'],
});

function ingressIsOpen(...specs: readonly unknown[]): boolean {
  const shop = object('v1', 'Pod', 'shop', {
    metadata: { labels: { app: 'shop' } },
    spec: { containers: [{ name: 'shop', ports: [{ name: 'web', containerPort: 8080 }] }] },
  });
  const namespace = object('v1', 'Namespace', 'monitoring', { metadata: { labels: { tier: 'infra' } } });
  const policies = specs.map((spec, index) => object('networking.k8s.io/v1', 'NetworkPolicy', `p${index}`, { spec }));
  const objects = [shop, namespace, ...policies].map((one, index) => ({
    object: one,
    path: `${index}`,
    component: 'c',
    team: 't',
    source: 's',
  }));
  const cluster: ClusterObjects = {
    cluster: { name: 'x', architecture: 'amd64', budget: { cpuMillis: 0, memoryBytes: 0 }, storageClasses: [] },
    objects,
    committed: [],
    retired: [],
    stateful: new Set(),
    imports: [],
  };
  const [workload] = workloadsOf(cluster);
  if (workload === undefined) throw new Error('no workload');
  const peer = { namespace: 'monitoring', labels: { app: 'prometheus' } };
  return admits(cluster, policiesFor(cluster, workload, 'ingress'), 'ingress', {
    peer,
    port: 8080,
    protocol: 'TCP',
    receiver: workload,
  });
}

const deny = { podSelector: {}, policyTypes: ['Ingress'] };
const from = (peer: unknown, ports?: unknown) => ({
  podSelector: {},
  ingress: [{ from: [peer], ...(ports !== undefined && { ports }) }],
});

test.each<[string, unknown[], boolean]>([
  ['no policy', [], true],
  ['a policy of other pods', [{ podSelector: { matchLabels: { app: 'db' } } }], true],
  ['default deny', [deny], false],
  ['a policy of egress only', [{ podSelector: {}, policyTypes: ['Egress'] }], true],
  ['an empty rule beside default deny', [deny, { podSelector: {}, ingress: [{}] }], true],
  ['pods of the own namespace', [from({ podSelector: {} })], false],
  ['all namespaces', [from({ namespaceSelector: {} })], true],
  ['a namespace by its label', [from({ namespaceSelector: { matchLabels: { tier: 'infra' } } })], true],
  [
    'a namespace by its name',
    [from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } })],
    true,
  ],
  ['another namespace', [from({ namespaceSelector: { matchLabels: { tier: 'apps' } } })], false],
  [
    'a pod in a namespace',
    [from({ namespaceSelector: {}, podSelector: { matchLabels: { app: 'prometheus' } } })],
    true,
  ],
  ['another pod', [from({ namespaceSelector: {}, podSelector: { matchLabels: { app: 'grafana' } } })], false],
  ['an address block is for what is outside', [from({ ipBlock: { cidr: '0.0.0.0/0' } })], false],
  ['the port', [from({ namespaceSelector: {} }, [{ port: 8080 }])], true],
  ['the port by name', [from({ namespaceSelector: {} }, [{ port: 'web' }])], true],
  ['another port', [from({ namespaceSelector: {} }, [{ port: 8081 }])], false],
  ['another port by name', [from({ namespaceSelector: {} }, [{ port: 'metrics' }])], false],
  ['a range', [from({ namespaceSelector: {} }, [{ port: 8000, endPort: 8100 }])], true],
  ['another protocol', [from({ namespaceSelector: {} }, [{ port: 8080, protocol: 'UDP' }])], false],
  ['any port of the protocol', [from({ namespaceSelector: {} }, [{ protocol: 'TCP' }])], true],
])('%s', (_, policies, open) => {
  expect(ingressIsOpen(...policies)).toBe(open);
});
