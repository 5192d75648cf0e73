/** A drained node may not take all replicas at once, and a budget may not block the drain for ever. */
import { describe } from '../identity.ts';
import { objectAt } from '../json.ts';
import { selects } from '../label-selector.ts';
import type { ClusterObjects, PlacedObject, Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { type Workload, workloadsOf } from '../workloads.ts';

const ID = 'pod-disruption-budget';

export const podDisruptionBudget: Rule = {
  id: ID,
  title: 'more than one replica means exactly one PodDisruptionBudget, which lets at least one pod go',
  *check(cluster) {
    const budgets = cluster.objects.filter(({ object }) => object.kind === 'PodDisruptionBudget');
    for (const workload of workloadsOf(cluster)) {
      if (!workload.longRunning || workload.kind === 'DaemonSet' || workload.replicas < 2) continue;
      const found = budgets.filter((budget) => selected(budget, workload)).length;
      if (found !== 1)
        yield violation(
          ID,
          workload.placed,
          `${describe(workload.placed.object)}: ${workload.replicas} replicas and ${found === 0 ? 'no' : found} PodDisruptionBudgets`,
          {
            fix: 'add one PodDisruptionBudget with maxUnavailable 1 and the selector of the workload',
          },
        );
    }
    for (const budget of budgets) yield* checkBudget(cluster, budget);
  },
};

function* checkBudget(cluster: ClusterObjects, budget: PlacedObject) {
  const where = describe(budget.object);
  const pods = workloadsOf(cluster).filter((workload) => selected(budget, workload));
  if (pods.length === 0) {
    yield violation(ID, budget, `${where}: selects no pods`, { fix: 'correct its selector, or remove it' });
    return;
  }
  const { maxUnavailable, minAvailable } = objectAt(budget.object, 'spec');
  const replicas = pods.reduce((sum, workload) => sum + workload.replicas, 0);
  const kept =
    typeof minAvailable === 'string' ? Math.ceil((Number.parseFloat(minAvailable) / 100) * replicas) : minAvailable;
  const none = maxUnavailable === 0 || maxUnavailable === '0%' || (typeof kept === 'number' && kept >= replicas);
  if (none)
    yield violation(ID, budget, `${where}: lets none of ${replicas} pods go, so that a node can never be drained`, {
      fix: 'set maxUnavailable: 1 instead',
    });
}

function selected({ object }: PlacedObject, workload: Workload): boolean {
  return (
    object.metadata.namespace === workload.namespace &&
    selects(objectAt(object, 'spec', 'selector'), workload.podLabels)
  );
}
