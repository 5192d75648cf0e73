/** What keeps data does not go away with a line: it is retired by name, and says what becomes of its volumes. */
import { describe, findObject, groupOf } from '../identity.ts';
import { stringAt } from '../json.ts';
import { keepsData } from '../keeps-data.ts';
import type { ClusterObjects, CommittedObject, Rule, Violation } from '../rule.ts';
import { violation } from '../violation.ts';

const ID = 'vanished-stateful';

export const vanishedStateful: Rule = {
  id: ID,
  title: 'no StatefulSet, claim, volume, CRD or Namespace that could be pruned is gone without retire(...)',
  strict: true,
  transient: true,
  *check(cluster) {
    yield* abandoned(cluster);
    for (const gone of cluster.committed) {
      const { object, component } = gone;
      const { kind, metadata } = object;
      if (!keepsData(object) || staysAnyway(object)) continue;
      if (findObject(cluster, groupOf(object.apiVersion), kind, metadata.namespace ?? '', metadata.name) !== undefined)
        continue;
      const retired = cluster.retired.find((one) => one.component === component);
      if (retired?.keep === 'nothing') continue;
      const source = `clusters/${cluster.cluster.name}/cluster.ts`;
      const place = { component, source, path: gone.path };
      if (retired === undefined)
        yield violation(
          ID,
          place,
          `${describe(object)}: is in the committed render of ${component} and would be deleted with its data`,
          {
            fix: `add retire(${component}, { keep: 'volumes' }) to retired in ${source}, or bring the component back`,
          },
        );
      else if (deletesVolumes(gone))
        yield violation(
          ID,
          place,
          `${describe(object)}: ${component} is retired with its volumes kept, but this would delete them`,
          {
            fix: `render it as before while it is retired, or say keep: 'nothing' in ${source}`,
          },
        );
    }
  },
};

const RUNS: ReadonlySet<string> = new Set([
  'Alertmanager',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'Prometheus',
  'StatefulSet',
]);

/** An Application without the cascade leaves everything running when it goes; what it ran has to go before, while it is retired. */
function* abandoned(cluster: ClusterObjects): Iterable<Violation> {
  for (const { component, keep } of cluster.retired) {
    if (keep !== 'nothing') continue;
    const before = cluster.committed.filter((one) => one.component === component);
    if (before.some(({ object }) => object.kind === 'Application' && object.metadata['finalizers'] !== undefined))
      continue;
    const running = before.find(({ object }) => RUNS.has(object.kind));
    if (running === undefined) continue;
    const source = `clusters/${cluster.cluster.name}/cluster.ts`;
    yield violation(
      ID,
      { component, source, path: running.path },
      `${describe(running.object)}: would go on running when ${component} is retired with keep: 'nothing' at once`,
      { fix: `say keep: 'volumes' in ${source}, let Argo CD sync that, and only then keep: 'nothing'` },
    );
  }
}

/** A Namespace that is never pruned stays on the cluster with what is in it; its claims are looked at one by one. */
function staysAnyway({ kind, metadata }: CommittedObject['object']): boolean {
  const options = metadata.annotations?.['argocd.argoproj.io/sync-options']?.split(',') ?? [];
  return kind === 'Namespace' && options.includes('Prune=false');
}

/** Claims of templates stay when their StatefulSet goes, unless it says otherwise. */
function deletesVolumes({ object }: CommittedObject): boolean {
  if (object.kind === 'StatefulSet')
    return stringAt(object, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') === 'Delete';
  return ['PersistentVolume', 'PersistentVolumeClaim', 'Namespace'].includes(object.kind);
}
