/** The control groups of a lab: one root in each hierarchy of the machine, removed with the lab. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As the kubelet's cgroupRoot names it. */
export function cgroupRoot(id: string): string {
  return `/chimera-lab-${id}`;
}

export function createCgroups(id: string): void {
  for (const hierarchy of hierarchies()) {
    const folder = join(hierarchy, cgroupRoot(id));
    mkdirSync(folder, { recursive: true });
    copyCpusets(hierarchy, folder);
  }
}

/** Removes what is empty; processes must be gone. */
export function removeCgroups(id: string): void {
  for (const hierarchy of hierarchies()) removeTree(join(hierarchy, cgroupRoot(id)));
}

export function cgroupsLeft(id: string): string[] {
  return hierarchies()
    .map((hierarchy) => join(hierarchy, cgroupRoot(id)))
    .filter((folder) => existsSync(folder));
}

/** Mount points of cgroup file systems, version 1 or 2. */
function hierarchies(): string[] {
  return readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, , type]) => type === 'cgroup' || type === 'cgroup2')
    .map(([, point]) => point as string);
}

/** In version 1 a cpuset without CPUs takes no process; children inherit when told so. */
function copyCpusets(hierarchy: string, folder: string): void {
  const flag = join(hierarchy, 'cgroup.clone_children');
  if (!existsSync(join(folder, 'cpuset.cpus')) || !existsSync(flag)) return;
  for (const name of ['cpuset.cpus', 'cpuset.mems']) {
    writeFileSync(join(folder, name), readFileSync(join(hierarchy, name), 'utf8').trim());
  }
}

function removeTree(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeTree(join(folder, entry.name));
  }
  try {
    rmdirSync(folder);
  } catch {
    // Still busy: a process is on its way out; the caller asks again.
  }
}
