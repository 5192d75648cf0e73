/** The lab's network: a bridge for pods inside of its namespace, and one link to the machine. */
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { labEnvironment } from '../build/environment.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { run } from '../run.ts';
import { BRIDGE, NODE_ADDRESS, SERVICE_RANGE } from './layout.ts';
import type { Inside } from './namespaces.ts';

export type Link = { readonly hostAddress: string; readonly address: string };

/** Name of the machine's end of a lab's link. */
export function linkName(id: string): string {
  return `lab-${id}`;
}

/** Links the lab with the machine, by two addresses of 10.251.0.0/16 that nobody has. */
export async function createLink(paths: LabPaths, id: string, pid: number): Promise<Link> {
  const name = linkName(id);
  await removeLink(paths, id);
  const link = freeAddresses(id);
  await ip(paths, 'link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}p`, 'netns', String(pid));
  await ip(paths, 'address', 'add', `${link.hostAddress}/30`, 'dev', name);
  await ip(paths, 'link', 'set', name, 'up');
  return link;
}

/** Removes the machine's end, which mostly has gone with the lab's namespace. */
export async function removeLink(paths: LabPaths, id: string): Promise<void> {
  if (existsSync(`/sys/class/net/${linkName(id)}`)) await ip(paths, 'link', 'delete', linkName(id));
}

async function ip(paths: LabPaths, ...args: string[]): Promise<void> {
  await run('ip', args, { env: labEnvironment(paths) });
}

/** Everything inside: loopback, the link's other end, the bridge. There is no way out to other networks. */
export async function configureInside(id: string, { address }: Link, inside: Inside): Promise<void> {
  const peer = `${linkName(id)}p`;
  const ipInside = (...args: string[]): Promise<unknown> => inside.run('ip', args);
  await ipInside('link', 'set', 'lo', 'up');
  await ipInside('link', 'set', peer, 'name', 'eth0');
  await ipInside('address', 'add', `${address}/30`, 'dev', 'eth0');
  await ipInside('link', 'set', 'eth0', 'up');
  await ipInside('link', 'add', BRIDGE, 'type', 'bridge');
  await ipInside('address', 'add', `${NODE_ADDRESS}/16`, 'dev', BRIDGE);
  await ipInside('link', 'set', BRIDGE, 'up');
  // Service addresses are rewritten by kube-proxy, but only what has a route is sent at all.
  await ipInside('route', 'add', SERVICE_RANGE, 'dev', BRIDGE);
  await inside.run('tee', ['/proc/sys/net/ipv4/ip_forward'], { input: '1' });
}

/** Two neighbours of a /30, chosen by the lab's id, past those that are taken. */
function freeAddresses(id: string): Link {
  const taken = new Set(
    Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address)),
  );
  const start = Number.parseInt(id.slice(0, 4), 16) % 4096;
  for (let attempt = 0; attempt < 4096; attempt++) {
    const block = ((start + attempt) % 4096) * 4;
    const base = `10.251.${64 + Math.floor(block / 256)}`;
    const link = { hostAddress: `${base}.${(block % 256) + 1}`, address: `${base}.${(block % 256) + 2}` };
    if (!taken.has(link.hostAddress)) return link;
  }
  throw new LabError('no free addresses in 10.251.0.0/16: take down other labs (lab down)');
}
