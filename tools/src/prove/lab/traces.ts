/** What a program can leave on a machine: looked at before and after, any difference is a trace. */

import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';

const runFile = promisify(execFile);

/** Kind of trace to the present ones, sorted. */
export type Traces = Readonly<Record<string, readonly string[]>>;

/** `env` has iptables-save on its PATH; without it the firewall is not looked at. */
export async function lookAround(env?: NodeJS.ProcessEnv): Promise<Traces> {
  return {
    mounts: mountsOf('/proc/self/mounts'),
    'network interfaces': readdirSync('/sys/class/net').sort(),
    namespaces: namespaces(),
    'control groups': controlGroups(),
    ...(env !== undefined && { 'firewall rules': await firewallRules(env) }),
    'folders of the machine': ['/run', '/var/lib', '/var/log', '/etc', '/opt', '/usr/libexec']
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
      .sort(),
    'programs of a lab': programs(),
  };
}

/** What there is now and was not before, as lines. */
export function newTraces(before: Traces, after: Traces): string[] {
  return Object.entries(after).flatMap(([kind, present]) => {
    const known = new Set(before[kind]);
    return present.filter((trace) => !known.has(trace)).map((trace) => `${kind}: ${trace}`);
  });
}

function mountsOf(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split('\n').sort();
}

/** Network, mount and pid namespaces that some process is in. */
function namespaces(): string[] {
  const found = new Set<string>();
  for (const pid of processIds()) {
    for (const kind of ['net', 'mnt', 'pid']) {
      try {
        found.add(readlinkSync(`/proc/${pid}/ns/${kind}`));
      } catch {
        // It ended meanwhile.
      }
    }
  }
  return [...found].sort();
}

function controlGroups(): string[] {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, , type]) => type === 'cgroup' || type === 'cgroup2')
    .flatMap(([, point = '']) =>
      readdirSync(point)
        .filter((name) => /kube|lab/.test(name))
        .map((name) => `${point}/${name}`),
    )
    .sort();
}

async function firewallRules(env: NodeJS.ProcessEnv): Promise<string[]> {
  const tables = await Promise.all(
    ['iptables-save', 'ip6tables-save'].map((name) => runFile(name, [], { env }).then(({ stdout }) => stdout)),
  );
  return tables
    .join('\n')
    .split('\n')
    .filter((line) => line.startsWith('-A') || line.startsWith(':'))
    .map((line) => line.replace(/\[\d+:\d+\]/, ''))
    .sort();
}

/** Commands of running processes that only a lab starts. */
function programs(): string[] {
  return processIds()
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return /containerd|kube-apiserver|kubelet|argocd-|\/pause$|nsenter --target/.test(command)
          ? [`${pid} ${command}`]
          : [];
      } catch {
        return [];
      }
    })
    .sort();
}

function processIds(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}
