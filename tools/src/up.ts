/** `npm run up`: a cluster with the whole platform on this machine, deployed from this working copy's commit. */
import { parseArgs } from 'node:util';
import { kindLocal } from '@chimera/clusters';
import { createProgress, formatSeconds } from '@chimera/lab';
import { renderCluster } from '@chimera/platform-render';
import { complain } from './complain.ts';
import { createLiveList } from './deploy/live-list.ts';
import { bringUp } from './up/bring-up.ts';
import { demandCommittedRender } from './up/committed-render.ts';
import { engineNamed } from './up/engines.ts';
import { pageLines } from './up/pages.ts';
import { ROOT } from './workspace.ts';

const HELP = `Usage: npm run up -- --engine lab [--dir DIR] [--seconds N]

Builds what is missing, starts a cluster with Argo CD, pushes this working copy's HEAD to it, seeds kind-local's secrets, applies Argo
CD's settings and the root of kind-local, and waits until every Application is Synced and Healthy. A cluster that is up already gets
the commit. Undo: npm run down.

  --engine NAME  lab: Kubernetes without Docker, on Linux as root (docs/lab.md); kind (default): in Docker, which comes later
  --dir DIR      the lab's folder (default .chimera/lab); another folder is another cluster
  --seconds N    how long the Applications may take (default 900)`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string', default: 'kind' },
      dir: { type: 'string' },
      seconds: { type: 'string', default: '900' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error(`--seconds takes a number above 0; got '${values.seconds}'`);
  const engine = engineNamed(values.engine, values.dir === undefined ? {} : { dir: values.dir });
  const tree = renderCluster(kindLocal);
  demandCommittedRender(ROOT, tree);
  const started = performance.now();
  const show = createLiveList({
    write: (text) => process.stdout.write(text),
    isTerminal: process.stdout.isTTY,
    now: () => performance.now(),
    ...(process.stdout.isTTY && { columns: process.stdout.columns }),
  });
  const { cluster, commit } = await bringUp({ engine, tree, folder: ROOT, progress: createProgress(), show, seconds });
  const dir = values.dir === undefined ? '' : ` --dir ${values.dir}`;
  console.log(
    [
      `Everything is Synced and Healthy at ${commit.slice(0, 12)} after ${formatSeconds(performance.now() - started)}.`,
      '',
      'Pages, after eval "$(npm run -s lab -- env' + dir + ')":',
      ...pageLines(tree, await cluster.images()),
      `  ${"Argo CD's API".padEnd(22)} ${cluster.argocd.url}  (argocd app list)`,
      '',
      `Next: npm run lab -- remote${dir}; then change something, npm run render, commit, and git push lab HEAD:main`,
      `See:  npm run lab -- status${dir}      End: npm run down -- --engine ${engine.name}${dir}`,
    ].join('\n'),
  );
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = complain('up', error);
}
