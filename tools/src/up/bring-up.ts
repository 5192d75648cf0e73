/** From nothing to the whole tree Synced and Healthy, on any engine. */
import type { ClusterEngine, Progress, RunningCluster } from '@chimera/lab';
import type { ClusterTree } from '@chimera/platform-render';
import { allWell, applications, compareAgain } from '../deploy/applications.ts';
import { applicationNames, deploy } from '../deploy/deploy.ts';
import type { createLiveList } from '../deploy/live-list.ts';

export type BringUpOptions = {
  readonly engine: ClusterEngine;
  readonly tree: ClusterTree;
  /** The working copy whose HEAD is deployed. */
  readonly folder: string;
  readonly progress: Progress;
  readonly show: ReturnType<typeof createLiveList>;
  /** How long the Applications may take. */
  readonly seconds: number;
  readonly seed?: (cluster: RunningCluster) => Promise<void>;
};

/**
 * A cluster that runs already gets the commit. Throws naming the Applications that are not well in time, and why; the cluster
 * stays up then, to be looked at.
 */
export async function bringUp(options: BringUpOptions): Promise<{ cluster: RunningCluster; commit: string }> {
  const { engine, tree, folder, progress, show, seconds, seed } = options;
  await engine.prepare(progress);
  const cluster = await engine.create(progress);
  const wasThere = (await applications(cluster)).length > 0;
  const commit = await progress.step('push, secrets, settings of Argo CD, root', () =>
    deploy(cluster, folder, tree, seed),
  );
  if (wasThere) await progress.step('Argo CD compares again', () => compareAgain(cluster));
  const expected = applicationNames(tree);
  await allWell(cluster, {
    seconds,
    expected,
    onLook: (_, waiting) => show(expected.length, waiting),
  });
  return { cluster, commit };
}
