/** `npm run prove -- gitops`: the rendered tree of kind-local on a real Kubernetes with a real Argo CD, deployed by `git push`. */
import { kindLocal } from '@chimera/clusters';
import { createProgress, labEngine, labPaths, MachineLacks } from '@chimera/lab';
import { renderCluster } from '@chimera/platform-render';
import { allWell } from '../../deploy/applications.ts';
import { applicationNames, deploy } from '../../deploy/deploy.ts';
import { createLiveList } from '../../deploy/live-list.ts';
import { inRepo, ROOT } from '../../workspace.ts';
import { CannotRun, type Proof } from '../proof.ts';
import { accepted } from './accepted.ts';
import { projects } from './access.ts';
import type { Check } from './check.ts';
import { members } from './members.ts';
import { mytsdbPods } from './mytsdb-pods.ts';
import { oneChange } from './one-change.ts';
import { removal } from './removal.ts';
import { emptyTimeline, noteTimes, waves } from './waves.ts';
import { openWorld } from './world.ts';

/** A lab of its own beside the one that may be in use; the two share what is built. */
const LAB_FOLDER = inRepo('.chimera', 'prove-gitops');

export const gitops: Proof = {
  says: 'the tree of kind-local, synced by Argo CD from a Git remote on a real Kubernetes',
  needs: 'Linux, root, Go, gcc; `npm run lab -- doctor` says what is missing',
  async *run() {
    const engine = labEngine(labPaths(ROOT, { dir: LAB_FOLDER }));
    const progress = createProgress();
    const started = Date.now();
    await engine.prepare(progress).catch((error: unknown) => {
      throw error instanceof MachineLacks ? new CannotRun(error.message) : error;
    });
    yield `programs and images built after ${seconds(started)}`;
    // One that a killed run has left would not be empty.
    await engine.delete();
    const running = await engine.create(progress);
    const world = await openWorld(running);
    try {
      yield `cluster up after ${seconds(started)}`;
      const tree = renderCluster(kindLocal);
      const expected = applicationNames(tree);
      await deploy(running, world.folder, tree);
      const synced = Date.now();
      const timeline = emptyTimeline();
      const show = createLiveList({ write: (text) => process.stdout.write(text), isTerminal: false, now: Date.now });
      await allWell(running, {
        seconds: 900,
        expected,
        onLook(all, waiting) {
          noteTimes(timeline, all, Date.now());
          show(expected.length, waiting);
        },
      });
      yield `${expected.length} Applications Synced and Healthy after ${seconds(synced)}`;
      const checks: readonly Check[] = [accepted, waves(timeline), oneChange, removal, mytsdbPods, projects, members];
      for (const [index, check] of checks.entries()) {
        const since = Date.now();
        for await (const line of check.run(world)) yield `${index + 1}. ${line}`;
        yield `${index + 1}. proved: ${check.name} (${seconds(since)})`;
      }
      yield `everything in ${seconds(started)}`;
    } finally {
      await world.remove();
      await engine.delete();
    }
  },
};

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
