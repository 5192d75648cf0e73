/** `npm run prove -- lab`: the lab itself, as a machine sees it: whatever happens to it, it works or says why, and leaves nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  formatSeconds,
  isBuilt,
  LabError,
  labEngine,
  labEnvironment,
  labPaths,
  type RunningCluster,
  waitFor,
} from '@chimera/lab';
import { ROOT } from '../../workspace.ts';
import { CannotRun, type Proof } from '../proof.ts';
import { clusterWorks } from './cluster-works.ts';
import { deployByPush } from './deploy-by-push.ts';
import { lookAround, newTraces, type Traces } from './traces.ts';

const PATIENCE_SEC = 60;

export const lab: Proof = {
  says: 'the lab: twice up, killed, stale, two at once; pods, volumes, secrets, git push; and nothing left after down',
  needs: 'Linux, root, Go, gcc; `npm run lab -- build` done; `npm run lab -- doctor` says what is missing',
  async *run() {
    const home = mkdtempSync(join(tmpdir(), 'chimera-lab-'));
    const first = new Lab(join(home, 'first'));
    const second = new Lab(join(home, 'second'));
    const paths = labPaths(ROOT);
    if (!(await isBuilt(paths))) throw new CannotRun('the lab is not built: npm run lab -- build');
    const look = (): Promise<Traces> => lookAround(labEnvironment(paths));
    const before = await look();
    try {
      yield* ups(first);
      const cluster = await first.cluster();
      yield* clusterWorks(cluster);
      yield* deployByPush(cluster, join(home, 'tree'));
      yield* beside(first, second);
      yield* killed(second);
      yield* stale(first);
    } finally {
      await Promise.all([first.engine.delete(), second.engine.delete()]);
      rmSync(home, { recursive: true, force: true });
    }
    let left: readonly string[] = [];
    await waitFor('nothing being left', PATIENCE_SEC, async () => {
      left = newTraces(before, await look());
      return left.length === 0;
    }).catch(() => {
      throw new Error(`down leaves behind:\n${left.join('\n')}`);
    });
    yield `down leaves nothing: ${Object.entries(before)
      .map(([kind, traces]) => `${kind} (${traces.length} as before)`)
      .join(', ')}`;
  },
};

/** A lab in a folder of its own, driven by the commands that people use. */
class Lab {
  readonly folder: string;
  readonly engine: ReturnType<typeof labEngine>;

  constructor(folder: string) {
    this.folder = folder;
    this.engine = labEngine(labPaths(ROOT, { dir: folder }));
  }

  start(...args: string[]): ChildProcess {
    const program = [join(ROOT, 'tools', 'src', 'lab.ts'), ...args, '--dir', this.folder];
    return spawn(process.execPath, ['--conditions=@chimera/source', ...program], { cwd: ROOT });
  }

  /** Runs a command to its end. */
  command(...args: string[]): Promise<{ code: number; said: string }> {
    const child = this.start(...args);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? 1, said })));
  }

  async cluster(): Promise<RunningCluster> {
    const cluster = await this.engine.find();
    if (cluster === undefined) throw new Error(`no lab runs in ${this.folder}`);
    return cluster;
  }

  firstProcess(): number {
    return (JSON.parse(readFileSync(join(this.folder, 'state', 'lab.json'), 'utf8')) as { pid: number }).pid;
  }
}

async function* ups(lab: Lab): AsyncGenerator<string> {
  const absent = await lab.command('status');
  expect(absent, 1, 'down');
  const started = performance.now();
  const up = await lab.command('up');
  if (/lacks something/.test(up.said)) throw new CannotRun(up.said.trim());
  expect(up, 0, 'Up in');
  yield `up from nothing: ${formatSeconds(performance.now() - started)}`;
  expect(await lab.command('up'), 0, 'up already');
  const status = await lab.command('status');
  expect(status, 0, 'programs run');
  yield `up twice: the second says so and changes nothing; status: ${status.said.split('\n')[0]}`;
}

async function* beside(first: Lab, second: Lab): AsyncGenerator<string> {
  expect(await second.command('up'), 0, 'Up in');
  const addresses = new Set([(await first.cluster()).git.pushUrl, (await second.cluster()).git.pushUrl]);
  if (addresses.size !== 2) throw new Error(`two labs have one address: ${[...addresses].join()}`);
  const pods = await (await second.cluster()).client.list('v1', 'Pod');
  if (pods.length > 0) throw new Error(`the second lab sees pods of the first: ${pods.length}`);
  expect(await first.command('status'), 0, 'programs run');
  expect(await second.command('down'), 0, '');
  expect(await first.command('status'), 0, 'programs run');
  yield 'a second lab beside it: both work, the same ports inside, and the first stays when the second goes';
}

async function* killed(lab: Lab): AsyncGenerator<string> {
  const child = lab.start('up');
  await waitFor('an up at work', PATIENCE_SEC, async () => Number.isInteger(lab.firstProcess()));
  await sleep(2_000);
  const other = await lab.command('up');
  expect(other, 1, 'is at work on');
  child.kill('SIGKILL');
  await new Promise((resolve) => child.on('close', resolve));
  expect(await lab.command('status'), 1, 'incomplete');
  const again = await lab.command('up');
  expect(again, 0, 'Up in');
  yield 'up beside an up is refused with its process; up killed half way: the next clears it and comes up';
}

async function* stale(lab: Lab): AsyncGenerator<string> {
  process.kill(lab.firstProcess(), 'SIGKILL');
  await waitFor('a stale state', PATIENCE_SEC, async () => (await lab.command('status')).said.includes('stale'));
  expect(await lab.command('env'), 1, 'npm run lab -- up');
  expect(await lab.command('up'), 0, 'Up in');
  yield 'stale state, as after a reboot: named by status and env, cleared by up';
}

function expect({ code, said }: { code: number; said: string }, wantedCode: number, text: string): void {
  if (code !== wantedCode || !said.includes(text)) {
    throw new LabError(`expected exit code ${wantedCode} and '${text}', got ${code}:\n${said}`);
  }
}
