/** What the lab needs of a machine; each thing with the fix. */
import { existsSync, mkdirSync, readFileSync, statfsSync } from 'node:fs';
import { MachineLacks } from './lab-error.ts';
import type { LabPaths } from './paths.ts';
import { GO_VERSION } from './pins.ts';
import { run } from './run.ts';

export type Finding = { readonly what: string; readonly ok: boolean; readonly seen: string; readonly fix: string };

/** For `build` (compilers, downloads), for `up` (root, kernel), or all of it. */
export type Purpose = 'build' | 'up' | 'all';

const BUILD_BYTES = 12e9;
const UP_BYTES = 3e9;

/** Looks at the machine; changes nothing but making the cache's folder. */
export async function examine(paths: LabPaths, purpose: Purpose = 'all'): Promise<Finding[]> {
  const always = [linux(), architecture(), root()];
  const forBuild = [go(), program('gcc', ['--version'], 'apt-get install gcc libc6-dev'), aptGet(), dpkgDeb(), git()];
  const forUp = [
    program('openssl', ['version'], 'apt-get install openssl'),
    program('nsenter', ['--version'], 'apt-get install util-linux'),
    kernel(),
    place(paths),
  ];
  const disk = freeSpace(paths, purpose === 'up' ? UP_BYTES : BUILD_BYTES);
  const chosen = [
    ...always,
    ...(purpose !== 'up' ? forBuild : []),
    ...(purpose !== 'build' ? forUp : []),
    disk,
    memory(),
  ];
  return await Promise.all(chosen);
}

/** Throws {@link MachineLacks} unless the machine has all. */
export async function demand(paths: LabPaths, purpose: Purpose = 'all'): Promise<void> {
  const missing = (await examine(paths, purpose)).filter(({ ok }) => !ok);
  if (missing.length > 0) throw new MachineLacks(`this machine lacks something:\n${formatFindings(missing)}`);
}

/** The findings as a table; what is wrong has its fix below. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ what, ok, seen, fix }) => {
      const line = `  ${ok ? 'ok     ' : 'MISSING'} ${what.padEnd(22)} ${seen}`;
      return ok ? line : `${line}\n          fix: ${fix}`;
    })
    .join('\n');
}

function linux(): Finding {
  return {
    what: 'Linux',
    ok: process.platform === 'linux',
    seen: process.platform,
    fix: 'use a Linux machine or virtual machine: the lab runs containers with its kernel',
  };
}

function architecture(): Finding {
  return { what: 'amd64', ok: process.arch === 'x64', seen: process.arch, fix: 'use an amd64 machine' };
}

function root(): Finding {
  const uid = process.getuid?.();
  return {
    what: 'root',
    ok: uid === 0,
    seen: `uid ${uid}`,
    fix: 'run it as root (sudo npm run lab -- ...): namespaces, mounts and bridges need it',
  };
}

async function go(): Promise<Finding> {
  const what = `Go ${GO_VERSION} or later`;
  const fix = `install Go ${GO_VERSION} or later from https://go.dev/dl and put its bin folder on PATH`;
  try {
    const { stdout } = await run('go', ['env', 'GOVERSION'], { env: { ...process.env, GOTOOLCHAIN: 'local' } });
    const version = stdout.trim().replace(/^go/, '');
    return { what, ok: isAtLeast(version, GO_VERSION), seen: version, fix };
  } catch {
    return { what, ok: false, seen: 'no go on PATH', fix };
  }
}

/** Compares `1.26.8` with `1.26.3`; what follows the numbers (rc1) does not count. */
export function isAtLeast(version: string, wanted: string): boolean {
  const numbers = (text: string): number[] => text.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [have, want] = [numbers(version), numbers(wanted)];
  for (let at = 0; at < 3; at++) {
    const difference = (have[at] ?? 0) - (want[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function aptGet(): Promise<Finding> {
  return program('apt-get', ['--version'], 'use Debian 12 or later, or Ubuntu 22.04 or later');
}

function dpkgDeb(): Promise<Finding> {
  return program('dpkg-deb', ['--version'], 'apt-get install dpkg');
}

function git(): Promise<Finding> {
  return program('git', ['--version'], 'apt-get install git');
}

async function program(name: string, args: readonly string[], fix: string): Promise<Finding> {
  try {
    const { stdout } = await run(name, args);
    return { what: name, ok: true, seen: stdout.split('\n')[0]?.slice(0, 60) ?? '', fix };
  } catch {
    return { what: name, ok: false, seen: 'not found', fix };
  }
}

/** overlay for containers, bridge and veth for pods, cgroups for the kubelet. */
async function kernel(): Promise<Finding> {
  const lacks: string[] = [];
  if (!readFileSync('/proc/filesystems', 'utf8').includes('overlay')) await tryLoad('overlay', lacks);
  if (!existsSync('/proc/sys/net/bridge')) await tryLoad('br_netfilter', []);
  if (!readFileSync('/proc/mounts', 'utf8').includes('cgroup')) lacks.push('cgroups');
  if (!existsSync('/proc/self/ns/pid')) lacks.push('pid namespaces');
  return {
    what: 'kernel',
    ok: lacks.length === 0,
    seen: lacks.length === 0 ? 'overlay, cgroups, namespaces' : `no ${lacks.join(', ')}`,
    fix: `load or enable ${lacks.join(', ')} (modprobe overlay; a container needs --privileged)`,
  };
}

async function tryLoad(module: string, lacks: string[]): Promise<void> {
  try {
    await run('modprobe', [module]);
  } catch {
    lacks.push(module);
  }
}

/** The lab hides these folders from its programs behind empty ones. */
function place(paths: LabPaths): Finding {
  const hidden = ['/run/', '/var/run/', '/var/lib/', '/var/log/'];
  const wrong = [paths.root, paths.cache, paths.state].find((path) => hidden.some((folder) => path.startsWith(folder)));
  return {
    what: 'place',
    ok: wrong === undefined,
    seen: wrong ?? paths.state,
    fix: 'clone elsewhere, or use --dir and --cache: not below /run, /var/lib or /var/log',
  };
}

function freeSpace(paths: LabPaths, bytes: number): Finding {
  mkdirSync(paths.cache, { recursive: true });
  const { bavail, bsize } = statfsSync(paths.cache);
  const free = bavail * bsize;
  const gigabytes = (value: number): string => `${(value / 1e9).toFixed(0)} GB`;
  return {
    what: 'disk',
    ok: free >= bytes,
    seen: `${gigabytes(free)} free at ${paths.cache}`,
    fix: `free ${gigabytes(bytes)}, or use --cache DIR on another disk`,
  };
}

function memory(): Finding {
  const available = process.availableMemory();
  return {
    what: 'memory',
    ok: available >= 3e9,
    seen: `${(available / 1e9).toFixed(1)} GB available`,
    fix: 'the control plane and Argo CD take 1.4 GB, the core profile 4 GB more: end other programs',
  };
}
