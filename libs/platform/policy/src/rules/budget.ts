/** What all pods ask for together must fit the machines that the cluster says it has. */
import { objectAt, stringAt } from '../json.ts';
import { quantity, showBytes, showCpu } from '../quantity.ts';
import type { ClusterObjects, Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { requestOf, type Workload, workloadsOf } from '../workloads.ts';

/** How many of the largest are named. */
const NAMED = 5;

export const budget: Rule = {
  id: 'budget',
  title:
    "the sum of requests fits the cluster's budget; Jobs are not counted, autoscaled workloads count at their maximum",
  strict: true,
  *check(cluster) {
    const { name, budget: limits } = cluster.cluster;
    const path = `clusters/${name}/cluster.ts`;
    const asked = demands(cluster);
    for (const [resource, limit, show] of [
      ['cpuMillis', limits.cpuMillis, showCpu],
      ['memoryBytes', limits.memoryBytes, showBytes],
    ] as const) {
      const sum = asked.reduce((total, demand) => total + demand[resource], 0);
      if (sum <= limit) continue;
      const largest = asked.toSorted((a, b) => b[resource] - a[resource]).slice(0, NAMED);
      const list = largest.map((demand) => `${demand.name} ${show(demand[resource])}`).join(', ');
      const what = resource === 'cpuMillis' ? 'CPU' : 'memory';
      yield violation(
        'budget',
        { component: name, source: path, path },
        `${name} has ${show(limit)} of ${what}, and its pods request ${show(sum)}; the largest: ${list}`,
        {
          fix: `run fewer profiles, lower inputs, or raise the budget in ${path}`,
        },
      );
    }
  },
};

interface Demand {
  readonly name: string;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

function demands(cluster: ClusterObjects): Demand[] {
  const own = workloadsOf(cluster)
    .filter(({ longRunning }) => longRunning)
    .map((workload) => {
      const copies = copiesOf(cluster, workload);
      return {
        name: `${workload.namespace}/${workload.name}`,
        cpuMillis: copies * requestOf(workload, 'cpu', (value) => (quantity(value) ?? 0) * 1000),
        memoryBytes: copies * requestOf(workload, 'memory', quantity),
      };
    });
  const imported = cluster.imports
    .filter(({ kind }) => kind !== 'Job')
    .map(({ name, kind, replicas, requests }) => {
      const copies = kind === 'DaemonSet' ? (cluster.cluster.nodes ?? 1) : replicas;
      return { name, cpuMillis: copies * requests.cpuMillis, memoryBytes: copies * requests.memoryBytes };
    });
  return [...own, ...imported];
}

function copiesOf(cluster: ClusterObjects, { kind, namespace, name, replicas }: Workload): number {
  if (kind === 'DaemonSet') return cluster.cluster.nodes ?? 1;
  const scaled = cluster.objects.find(({ object }) => {
    const target = objectAt(object, 'spec', 'scaleTargetRef');
    return (
      object.kind === 'HorizontalPodAutoscaler' &&
      object.metadata.namespace === namespace &&
      stringAt(target, 'kind') === kind &&
      stringAt(target, 'name') === name
    );
  });
  const most = scaled === undefined ? undefined : objectAt(scaled.object, 'spec')['maxReplicas'];
  return typeof most === 'number' ? Math.max(most, replicas) : replicas;
}
