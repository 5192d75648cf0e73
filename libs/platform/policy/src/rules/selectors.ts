/** Selectors are immutable in most kinds, so they hold only labels that never change, and they select what they mean. */
import { describe } from '../identity.ts';
import { listAt, objectAt } from '../json.ts';
import { type Labels, selects } from '../label-selector.ts';
import type { ClusterObjects, PlacedObject, Rule, Violation } from '../rule.ts';
import { violation } from '../violation.ts';
import { type Workload, workloadsOf } from '../workloads.ts';

const ID = 'selectors';
const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';
const ALLOWED = new Set([NAME, COMPONENT, 'app.kubernetes.io/instance']);
const SELECTING = new Set(['DaemonSet', 'Deployment', 'StatefulSet']);

export const selectors: Rule = {
  id: ID,
  title:
    'selectors of workloads, Services and budgets are name and component (and instance), and no two workloads share one',
  *check(cluster) {
    for (const workload of workloadsOf(cluster))
      if (SELECTING.has(workload.kind)) yield* checkWorkload(cluster, workload);
    for (const placed of cluster.objects) {
      const { object } = placed;
      if (object.kind === 'Service' && object.apiVersion === 'v1')
        yield* checkKeys(placed, objectAt(object, 'spec', 'selector'));
      if (object.kind === 'PodDisruptionBudget')
        yield* checkKeys(placed, objectAt(object, 'spec', 'selector', 'matchLabels'));
    }
  },
};

function* checkWorkload(cluster: ClusterObjects, workload: Workload): Iterable<Violation> {
  const { placed, podLabels } = workload;
  const where = describe(placed.object);
  const selector = objectAt(placed.object, 'spec', 'selector');
  const labels = objectAt(selector, 'matchLabels');
  yield* checkKeys(placed, labels);
  if (listAt(selector, 'matchExpressions').length > 0)
    yield violation(ID, placed, `${where}: its selector has expressions`, {
      fix: `select by ${NAME} and ${COMPONENT}`,
    });
  for (const key of [NAME, COMPONENT])
    if (labels[key] === undefined)
      yield violation(ID, placed, `${where}: its selector lacks ${key}`, { fix: `select by ${NAME} and ${COMPONENT}` });
  if (!selects(selector, podLabels))
    yield violation(ID, placed, `${where}: its selector does not select its own pods`, {
      fix: 'give the pod template the labels of the selector',
    });
  for (const other of workloadsOf(cluster))
    if (other !== workload && other.namespace === workload.namespace && selectsOther(selector, other.podLabels))
      yield violation(ID, placed, `${where}: its selector also selects the pods of ${describe(other.placed.object)}`, {
        fix: `give the two different values of ${COMPONENT}`,
      });
}

/** An empty selector is another error than this one. */
function selectsOther(selector: unknown, labels: Labels): boolean {
  return Object.keys(objectAt(selector, 'matchLabels')).length > 0 && selects(selector, labels);
}

function* checkKeys(placed: PlacedObject, labels: Readonly<Record<string, unknown>>): Iterable<Violation> {
  for (const key of Object.keys(labels))
    if (!ALLOWED.has(key))
      yield violation(ID, placed, `${describe(placed.object)}: selects by ${key}`, {
        fix: `select by ${[...ALLOWED].join(', ')} only: a selector cannot change, and other labels do`,
      });
}
