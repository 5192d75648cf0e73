/** Requests and limits, typed so that a unit cannot be forgotten. */

export type Cpu = `${number}` | `${number}m`;
export type Memory = `${number}Mi` | `${number}Gi`;

export interface ResourcePair {
  readonly cpu: Cpu;
  readonly memory: Memory;
}

export interface Resources {
  readonly requests: ResourcePair;
  readonly limits: ResourcePair;
}

/** `resources('100m', '256Mi', '500m', '512Mi')`: CPU and memory requested, then their limits. */
export function resources(cpu: Cpu, memory: Memory, cpuLimit: Cpu, memoryLimit: Memory): Resources {
  return { requests: { cpu, memory }, limits: { cpu: cpuLimit, memory: memoryLimit } };
}

/** `0.5` or `500m` as thousandths of a core. */
export function cpuMillis(cpu: Cpu): number {
  return cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
}

/** `256Mi` or `1Gi` in bytes. */
export function memoryBytes(memory: Memory): number {
  return Number(memory.slice(0, -2)) * (memory.endsWith('Gi') ? 1024 ** 3 : 1024 ** 2);
}
