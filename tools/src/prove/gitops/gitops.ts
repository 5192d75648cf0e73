/** `npm run prove -- gitops`: the rendered tree of kind-local on a real Kubernetes with a real Argo CD, deployed by `git push`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kindLocal } from '@chimera/clusters';
import { createProgress, labEngine, labPaths, MachineLacks, type RunningCluster } from '@chimera/lab';
import { systems } from '@chimera/platform-catalog';
import type { RenderedFile } from '@chimera/platform-kit';
import { renderCluster } from '@chimera/platform-render';
import { ROOT } from '../../workspace.ts';
import { CannotRun, type Proof } from '../proof.ts';
import { accepted } from './accepted.ts';
import { projects } from './access.ts';
import { allWell } from './applications.ts';
import type { Check } from './check.ts';
import { mytsdbPods } from './mytsdb-pods.ts';
import { oneChange } from './one-change.ts';
import { removal } from './removal.ts';
import { seedSecrets } from './seed-secrets.ts';
import { emptyTimeline, noteTimes, waves } from './waves.ts';
import { openWorld } from './world.ts';

/** Another folder for the lab's state, so that the proof does not take down a lab that is in use. */
const LAB_FOLDER = process.env['CHIMERA_LAB_DIR'];

export const gitops: Proof = {
  says: 'the tree of kind-local, synced by Argo CD from a Git remote on a real Kubernetes',
  needs: 'Linux, root, Go, gcc; `npm run lab -- doctor` says what is missing',
  async *run() {
    const engine = labEngine(labPaths(ROOT, LAB_FOLDER === undefined ? {} : { dir: LAB_FOLDER }));
    const progress = createProgress();
    const started = Date.now();
    await engine.prepare(progress).catch((error: unknown) => {
      throw error instanceof MachineLacks ? new CannotRun(error.message) : error;
    });
    yield `programs and images built after ${seconds(started)}`;
    const running = await engine.create(progress);
    const world = await openWorld(running);
    try {
      yield `cluster up after ${seconds(started)}`;
      const { plan, objects } = renderCluster(kindLocal);
      const expected = ['root', ...plan.components.map(({ system }) => system.name)];
      await running.git.push(world.folder);
      await seedSecrets(running);
      await configureArgocd(running, objects);
      const synced = Date.now();
      const timeline = emptyTimeline();
      await running.kubectl(
        ['apply', '--server-side', '-f', '-'],
        await readFile(join(world.folder, 'gitops', kindLocal.name, 'root.yaml'), 'utf8'),
      );
      let last = '';
      await allWell(running, {
        seconds: 900,
        expected,
        onLook(all, waiting) {
          noteTimes(timeline, all, Date.now());
          const line = `${expected.length - waiting.length} of ${expected.length} well; waiting for ${shortList(waiting.map(({ name }) => name))}`;
          if (line !== last && waiting.length > 0) console.log(`  ${seconds(synced).padStart(7)}  ${line}`);
          last = line;
        },
      });
      yield `${expected.length} Applications Synced and Healthy after ${seconds(synced)}`;
      const checks: readonly Check[] = [accepted, waves(timeline), oneChange, removal, mytsdbPods, projects];
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

/**
 * Argo CD's own settings come before the root, as at every bootstrap: without its health check of Applications, waves between
 * them order nothing.
 */
async function configureArgocd({ client }: RunningCluster, objects: readonly RenderedFile[]): Promise<void> {
  for (const { object, component } of objects) {
    if (component === systems.argocd.name && object.kind === 'ConfigMap') await client.apply(object);
  }
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
