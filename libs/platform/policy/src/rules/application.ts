/** Every Application syncs the way the platform relies on; what it may not do is delete data. */
import { describe, groupOf } from '../identity.ts';
import { listAt, objectAt, stringAt, stringsAt, valueAt } from '../json.ts';
import { keepsData } from '../keeps-data.ts';
import type { ClusterObjects, PlacedObject, Rule } from '../rule.ts';
import { applicationOf } from '../server-side.ts';
import { violation } from '../violation.ts';

const ID = 'application';

const REQUIRED_OPTIONS = [
  'ServerSideApply=true',
  'PruneLast=true',
  'FailOnSharedResource=true',
  'RespectIgnoreDifferences=true',
];

/** Deletes everything that an Application brought when the Application goes. */
const CASCADE = 'resources-finalizer.argocd.argoproj.io';

export const application: Rule = {
  id: ID,
  title:
    'Applications have the settings of the platform, a project of their own team, and no cascade where data is kept',
  *check(cluster) {
    for (const placed of cluster.objects) {
      const { object } = placed;
      if (object.kind !== 'Application' || groupOf(object.apiVersion) !== 'argoproj.io') continue;
      for (const [message, fix] of errors(cluster, placed))
        yield violation(ID, placed, `${describe(object)}: ${message}`, { fix });
    }
  },
};

type Finding = readonly [message: string, fix: string];

function* errors(cluster: ClusterObjects, placed: PlacedObject): Iterable<Finding> {
  const { object } = placed;
  const policy = objectAt(object, 'spec', 'syncPolicy');
  const options = stringsAt(policy, 'syncOptions');
  for (const option of REQUIRED_OPTIONS)
    if (!options.includes(option)) yield [`lacks the sync option ${option}`, `add it to syncPolicy.syncOptions`];
  for (const key of ['prune', 'selfHeal'])
    if (valueAt(policy, 'automated', key) !== true) yield [`syncPolicy.automated.${key} is not true`, `set it`];
  if (valueAt(policy, 'automated', 'allowEmpty') === true)
    yield [
      'allowEmpty would delete everything when its folder is empty by mistake',
      'remove syncPolicy.automated.allowEmpty',
    ];
  if (valueAt(policy, 'retry', 'backoff') === undefined || valueAt(policy, 'retry', 'refresh') !== true)
    yield [
      'retries without backoff, or without picking up a newer commit',
      'set syncPolicy.retry with backoff and refresh: true',
    ];
  if (object.metadata.labels?.['app.kubernetes.io/part-of'] === undefined)
    yield ['has no label app.kubernetes.io/part-of', 'label it app.kubernetes.io/part-of: chimera'];
  if (isRoot(placed) && stringAt(object, 'spec', 'project') !== 'root')
    yield ['is not in the project root', 'set spec.project: root'];
  if (!isRoot(placed)) yield* childErrors(placed);
  yield* cascadeErrors(cluster, placed);
}

function* childErrors({ object, team }: PlacedObject): Iterable<Finding> {
  const path = object.metadata.annotations?.['argocd.argoproj.io/manifest-generate-paths'];
  if (path !== '.')
    yield ['is rendered anew for every commit', 'annotate it argocd.argoproj.io/manifest-generate-paths: .'];
  const project = stringAt(object, 'spec', 'project');
  if (project !== team)
    yield [`is in the project ${project ?? 'default'}, its team is ${team}`, `set spec.project: ${team}`];
}

function* cascadeErrors(cluster: ClusterObjects, placed: PlacedObject): Iterable<Finding> {
  const { object, component } = placed;
  if (!listAt(object, 'metadata', 'finalizers').some((one) => String(one).startsWith(CASCADE))) return;
  const fix = `remove the finalizer ${CASCADE}`;
  if (isRoot(placed)) yield ['is the root, and its deletion would delete every component', fix];
  else if (object.metadata.name === 'argocd')
    yield ['is Argo CD itself, and its deletion would delete all Applications', fix];
  else if (cluster.stateful.has(component)) yield [`keeps data, and its deletion would delete it`, fix];
  else {
    const data = cluster.objects.find((one) => keepsData(one.object) && applicationOf(cluster, one) === placed);
    if (data !== undefined) yield [`its deletion would delete ${describe(data.object)}`, fix];
  }
}

function isRoot({ object }: PlacedObject): boolean {
  return object.metadata.name === 'root';
}
