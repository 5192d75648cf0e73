/** The checks must bite: each broken value is reported under its invariant. */
import { expect, it } from 'vitest';
import { firstSeriesOf } from '../families/table.ts';
import { Simulation } from '../simulation.ts';
import { presetAt } from '../testing-sets.ts';
import { InvariantChecker } from './set-invariants.ts';

const set = presetAt('small', 1, { steps: 480, intervalSec: 180, metrics: 189 });

function brokenBy(family: string, ordinal: number, change: (value: number) => number): readonly string[] {
  const simulation = new Simulation(set, { sliceSteps: set.steps });
  const checker = new InvariantChecker(set, simulation.topology);
  let first = true;
  for (const block of simulation.run(set.steps)) {
    if (first) {
      const at = (firstSeriesOf(family) + ordinal) * set.steps + 100;
      block.values[at] = change(block.values[at] as number);
    }
    first = false;
    checker.add(block);
  }
  return checker.finish();
}

it.each<[string, string, number, (value: number) => number]>([
  ['rise', 'http_requests_total', 0, () => 0],
  ['rise', 'node_disk_read_bytes_total', 0, () => 0],
  ['restarts', 'kube_pod_container_status_restarts_total', 0, (value) => value + 1],
  ['cpu', 'container_cpu_user_seconds_total', 0, (value) => value + 1e-6],
  ['cpu', 'container_cpu_cfs_throttled_periods_total', 0, () => 1e9],
  ['memory', 'container_memory_usage_bytes', 0, () => 2 ** 30],
  ['memory', 'container_memory_working_set_bytes', 0, () => 0],
  ['ticks', 'node_cpu_seconds_total', 7, (value) => value + 0.01],
  ['node memory', 'node_memory_MemFree_bytes', 0, () => 0],
  ['histogram', 'http_request_duration_seconds', 3, () => 0],
  ['histogram', 'http_request_duration_seconds', 12, (value) => value - 700],
  ['histogram', 'http_request_size_bytes', 9, (value) => value + 1],
  ['http', 'http_requests_total', 1, (value) => value + 1],
  ['network', 'container_network_receive_bytes_total', 0, (value) => value + 1e9],
  ['filesystem', 'container_fs_usage_bytes', 0, () => 1e11],
  ['filesystem', 'node_filesystem_avail_bytes', 1, () => 0],
  ['kube', 'kube_pod_status_phase', 0, () => 1],
  ['kube', 'kube_deployment_status_replicas_available', 0, () => 99],
  ['count', 'go_goroutines', 0, () => Number.NaN],
])('reports %s when a value of %s (%i) is wrong', (id, family, ordinal, change) => {
  expect(brokenBy(family, ordinal, change).map((problem) => problem.split(':')[0])).toContain(id);
});
