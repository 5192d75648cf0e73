/** Invariants of one container on its own: rise, restarts, cpu, memory, histogram, filesystem, kube, network. */
import type { DataSet } from '../data-set.ts';
import { ALL_SERIES } from '../families/table.ts';
import { type BlockView, type Problems, rise } from './block-view.ts';

type Check = (view: BlockView, set: DataSet, problems: Problems) => void;

/** Each is one invariant of the data set's description, under its id. */
export const CONTAINER_CHECKS: readonly Check[] = [finite, rises, restarts, cpu, memory, filesystem, kube, network];

function finite({ block }: BlockView, _set: DataSet, problems: Problems): void {
  const { values } = block;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) problems.check(false, 'count', () => `value ${i} is ${values[i]}`);
  }
}

function rises(view: BlockView, _set: DataSet, problems: Problems): void {
  const start = view.column('container_start_time_seconds');
  for (let row = 0; row < view.rows; row++) {
    const { name, family } = ALL_SERIES[row] as (typeof ALL_SERIES)[number];
    const isCounter = family.metadata.type === 'counter' || name !== family.name;
    if (!isCounter) continue;
    const mayFall = !name.startsWith('node_') && !name.startsWith('kube_');
    const column = view.row(row);
    for (let i = 1; i < column.length; i++) {
      if ((column[i] as number) >= (column[i - 1] as number)) continue;
      problems.check(mayFall && start[i] !== start[i - 1], 'rise', () => `${view.nameOf(row)} falls at step ${i}`);
    }
  }
}

function restarts(view: BlockView, set: DataSet, problems: Problems): void {
  const start = view.column('container_start_time_seconds');
  const total = view.column('kube_pod_container_status_restarts_total');
  const up = view.column('up');
  const at: number[] = [];
  for (let i = 1; i < start.length; i++) {
    const restarted = start[i] !== start[i - 1];
    if (restarted) at.push(i);
    problems.check(rise(total, i) === (restarted ? 1 : 0), 'restarts', () => `counter at step ${i}`);
    if (restarted) problems.check(up[i] === 0, 'restarts', () => `up at the restart, step ${i}`);
  }
  for (let k = 2; k < at.length; k++) {
    const apart = ((at[k] as number) - (at[k - 2] as number)) * set.intervalSec;
    problems.check(apart >= 3600, 'restarts', () => `three within ${apart} s at step ${at[k]}`);
  }
}

function cpu(view: BlockView, set: DataSet, problems: Problems): void {
  const usage = view.column('container_cpu_usage_seconds_total');
  const user = view.column('container_cpu_user_seconds_total');
  const system = view.column('container_cpu_system_seconds_total');
  const periods = view.column('container_cpu_cfs_periods_total');
  const throttled = view.column('container_cpu_cfs_throttled_periods_total');
  const limit = (view.column('container_spec_cpu_quota')[0] as number) / 100_000;
  for (let i = 0; i < usage.length; i++) {
    const micros = Math.round((user[i] as number) * 1e6) + Math.round((system[i] as number) * 1e6);
    problems.check(micros === Math.round((usage[i] as number) * 1e6), 'cpu', () => `user + system at step ${i}`);
    const share = rise(usage, i) / (limit * set.intervalSec);
    problems.check(share >= 0 && share <= 0.9 + 1e-9, 'cpu', () => `share ${share} at step ${i}`);
    problems.check((throttled[i] as number) <= (periods[i] as number), 'cpu', () => `throttled at step ${i}`);
  }
}

function memory(view: BlockView, _set: DataSet, problems: Problems): void {
  const [usage, workingSet, rss, cache, limit, reservation] = view.columns('container_memory_usage_bytes', 6) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const resident = view.column('process_resident_memory_bytes');
  for (let i = 0; i < usage.length; i++) {
    const chain = [0, rss[i], workingSet[i], usage[i]] as number[];
    const ordered = chain.every((value, k) => k === 0 || value >= (chain[k - 1] as number));
    problems.check(ordered && (usage[i] as number) < (limit[i] as number), 'memory', () => `${chain} at step ${i}`);
    problems.check((reservation[i] as number) <= (limit[i] as number), 'memory', () => `reservation at step ${i}`);
    problems.check((resident[i] as number) <= (rss[i] as number), 'memory', () => `resident at step ${i}`);
    problems.check((cache[i] as number) >= 0, 'memory', () => `cache at step ${i}`);
  }
}

function filesystem(view: BlockView, _set: DataSet, problems: Problems): void {
  const used = view.column('container_fs_usage_bytes');
  const limit = view.column('container_fs_limit_bytes');
  const sizes = view.columns('node_filesystem_size_bytes', 2);
  const avails = view.columns('node_filesystem_avail_bytes', 2);
  for (let i = 0; i < used.length; i++) {
    const share = (used[i] as number) / (limit[i] as number);
    problems.check(share >= 0 && share <= 0.6, 'filesystem', () => `used ${share} at step ${i}`);
    for (let k = 0; k < 2; k++) {
      const avail = avails[k]?.[i] as number;
      problems.check(avail > 0 && avail < (sizes[k]?.[i] as number), 'filesystem', () => `avail ${avail} at step ${i}`);
    }
  }
}

function kube(view: BlockView, _set: DataSet, problems: Problems): void {
  const phases = view.columns('kube_pod_status_phase', 5);
  const requests = view.columns('kube_pod_container_resource_requests', 2);
  const limits = view.columns('kube_pod_container_resource_limits', 2);
  const quota = view.column('container_spec_cpu_quota');
  const period = view.column('container_spec_cpu_period');
  const memoryLimit = view.column('container_spec_memory_limit_bytes');
  const spec = view.column('kube_deployment_spec_replicas');
  const available = view.column('kube_deployment_status_replicas_available');
  for (let i = 0; i < spec.length; i++) {
    const ones = phases.reduce((sum, phase) => sum + (phase[i] as number), 0);
    problems.check(ones === 1, 'kube', () => `${ones} phases at step ${i}`);
    for (let k = 0; k < 2; k++) {
      problems.check((requests[k]?.[i] as number) <= (limits[k]?.[i] as number), 'kube', () => `requests at step ${i}`);
    }
    problems.check(limits[0]?.[i] === (quota[i] as number) / (period[i] as number), 'kube', () => `quota at step ${i}`);
    problems.check(limits[1]?.[i] === memoryLimit[i], 'kube', () => `memory limit at step ${i}`);
    problems.check((available[i] as number) <= (spec[i] as number), 'kube', () => `available at step ${i}`);
  }
}

function network(view: BlockView, _set: DataSet, problems: Problems): void {
  const [received, sent, packetsIn, packetsOut] = view.columns('container_network_receive_bytes_total', 4) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < received.length; i++) {
    for (const [bytes, packets] of [[received, packetsIn] as const, [sent, packetsOut] as const]) {
      if (rise(packets, i) === 0) continue;
      const size = rise(bytes, i) / rise(packets, i);
      problems.check(size >= 40 && size <= 1500, 'network', () => `${size} bytes per packet at step ${i}`);
    }
  }
}
