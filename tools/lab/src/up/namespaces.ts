/** The lab's own pid, mount and network namespaces: when their first process ends, everything in them ends with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { labEnvironment } from '../build/environment.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { type Outcome, type RunOptions, run } from '../run.ts';
import { GIT_HOST, NODE_ADDRESS, stateFiles } from './layout.ts';
import { startTicksOf } from './record.ts';

/** Programs run in the namespaces that this process holds open. */
export type Inside = {
  readonly pid: number;
  /** Runs a program to its end. */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** Starts a program that goes on when we end; its output goes to the log of that name. */
  start(name: string, program: string, args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
};

/** Makes the namespaces; resolves to their first process. */
export async function createNamespaces(paths: LabPaths): Promise<{ pid: number; startTicks: number }> {
  const unshare = spawn(
    'unshare',
    ['--fork', '--pid', '--mount', '--net', '--mount-proc', '--propagation', 'private', join(paths.bin, 'pause')],
    { detached: true, stdio: 'ignore' },
  );
  unshare.unref();
  for (let attempt = 0; attempt < 200; attempt++) {
    await sleep(10);
    if (unshare.exitCode !== null) break;
    const pid = firstChildOf(unshare.pid as number);
    const startTicks = pid === undefined ? undefined : startTicksOf(pid);
    // unshare mounts /proc after it has forked: wait until the child is pause.
    if (pid !== undefined && startTicks !== undefined && commandOf(pid).endsWith('/pause')) return { pid, startTicks };
  }
  throw new LabError(
    'namespaces could not be made (unshare --pid --mount --net): is this a container without privileges?',
  );
}

export function enter(paths: LabPaths, pid: number): Inside {
  const base = labEnvironment(paths);
  const prefix = ['--target', String(pid), '--mount', '--net', '--pid', '--'];
  const files = stateFiles(paths);
  const defaults = { ...base, TMPDIR: files.temporary, KUBECONFIG: paths.kubeconfig, HOME: files.temporary };
  return {
    pid,
    run: (program, args, options = {}) =>
      run('nsenter', [...prefix, program, ...args], {
        ...options,
        cwd: options.cwd ?? paths.state,
        env: { ...defaults, ...options.env },
      }),
    start(name, program, args, env = {}) {
      const log = openSync(join(files.logs, `${name}.log`), 'a');
      const child = spawn('nsenter', [...prefix, program, ...args], {
        cwd: paths.state,
        env: { ...defaults, ...env },
        detached: true,
        stdio: ['ignore', log, log],
      });
      child.on('error', () => {});
      child.unref();
      writeFileSync(join(files.pids, name), `${child.pid}\n`);
      return child;
    },
  };
}

/**
 * What the lab's programs see of the file system: all of the machine's, but own, empty folders where they write by
 * fixed names, the cluster's DNS, and the Git server's name, which must be known before the cluster's DNS is.
 */
export async function prepareMounts(paths: LabPaths, inside: Inside): Promise<void> {
  const resolver = realpathSync('/etc/resolv.conf');
  await inside.run('mount', ['--make-rshared', '/']);
  for (const folder of ['/run', '/var/lib', '/var/log']) {
    await inside.run('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'lab', folder]);
  }
  await inside.run('mkdir', ['-p', '/run/lock', '/run/netns', '/var/lib/kubelet', '/var/log/pods']);
  const resolvConf = join(paths.state, 'resolv.conf');
  const hosts = join(paths.state, 'hosts');
  writeFileSync(resolvConf, `nameserver ${NODE_ADDRESS}\nsearch svc.cluster.local cluster.local\n`);
  writeFileSync(hosts, `127.0.0.1 localhost\n${NODE_ADDRESS} ${GIT_HOST}\n`);
  if (resolver.startsWith('/run/')) {
    await inside.run('mkdir', ['-p', resolver.slice(0, resolver.lastIndexOf('/'))]);
    await inside.run('cp', [resolvConf, resolver]);
  } else {
    await inside.run('mount', ['--bind', resolvConf, resolver]);
  }
  await inside.run('mount', ['--bind', hosts, realpathSync('/etc/hosts')]);
  mkdirSync(stateFiles(paths).temporary, { recursive: true });
}

function firstChildOf(pid: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return children === '' ? undefined : Number(children.split(' ')[0]);
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
  } catch {
    return '';
  }
}
