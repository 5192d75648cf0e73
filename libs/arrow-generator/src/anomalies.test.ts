import { describe, expect, it } from 'vitest';
import { type AnomalyPlan, planAnomalies, truthOf } from './anomalies.ts';
import { ANOMALY_KINDS, type AnomalyKind } from './anomaly-kinds.ts';
import type { DataSet } from './data-set.ts';
import { BlockView, rise } from './invariants/block-view.ts';
import { increase } from './invariants/http-invariants.ts';
import { InvariantChecker } from './invariants/set-invariants.ts';
import { buildTopology } from './labels.ts';
import { Simulation } from './simulation.ts';
import { presetAt } from './testing-sets.ts';

const set: DataSet = presetAt('small', 7, { anomalies: 9, intervalSec: 60, steps: 2880 });
const topology = buildTopology(set);
const plan = planAnomalies(set, topology);
const sick = viewsOf(plan);
const healthy = viewsOf(planAnomalies({ ...set, anomalies: 0 }, topology));

function viewsOf(anomalyPlan: AnomalyPlan): BlockView[] {
  const simulation = new Simulation(set, { plan: anomalyPlan, sliceSteps: set.steps });
  const views: BlockView[] = [];
  for (const block of simulation.run(set.steps)) views[block.container.index] = new BlockView(block);
  return views;
}

function planted(kind: AnomalyKind) {
  const anomaly = plan.anomalies.find((candidate) => candidate.kind === kind);
  if (anomaly === undefined) throw new Error(`no ${kind} was planted`);
  const index = anomaly.target.containers[0] as number;
  return { ...anomaly.window, anomaly, view: sick[index] as BlockView, before: healthy[index] as BlockView };
}

describe('the plan', () => {
  it('takes kinds in turn, keeps off the edges and off each other', () => {
    expect(plan.anomalies.map(({ kind }) => kind)).toEqual(ANOMALY_KINDS.map(({ name }) => name));
    for (const { window, target, id } of plan.anomalies) {
      expect(window.from).toBeGreaterThan(set.steps / 10);
      expect(window.to).toBeLessThan(set.steps - set.steps / 10);
      expect(window.to - window.from).toBeGreaterThanOrEqual(10);
      for (const other of plan.anomalies) {
        if (other.id === id || other.window.from >= window.to || window.from >= other.window.to) continue;
        expect(target.containers.filter((container) => other.target.containers.includes(container))).toEqual([]);
      }
    }
  });

  it('is the same for the same seed and plants as many as fit', () => {
    expect(planAnomalies(set, topology).anomalies).toEqual(plan.anomalies);
    const crowded = planAnomalies({ ...set, anomalies: 100 }, topology);
    expect(crowded.anomalies.length).toBeGreaterThan(30);
    expect(planAnomalies({ ...set, steps: 12, anomalies: 9 }, topology).anomalies).toEqual([]);
  });

  it('lasts at least ten steps on long intervals', () => {
    const week = presetAt('week', 1, { anomalies: 9 });
    for (const { window } of planAnomalies(week, topology).anomalies) {
      expect(window.to - window.from).toBeGreaterThanOrEqual(10);
    }
  });
});

it('writes the truth', () => {
  const truth = truthOf(set, plan);
  expect(truth).toMatchObject({
    randomSeed: 7,
    start: '2026-09-14T12:01:00Z',
    end: '2026-09-16T12:00:00Z',
    interval: 60,
  });
  expect(truth.anomalies).toHaveLength(9);
  for (const anomaly of truth.anomalies) {
    expect(Object.keys(anomaly)).toEqual(['id', 'kind', 'from', 'to', 'labels', 'metrics', 'magnitude']);
    expect(Date.parse(anomaly.to)).toBeGreaterThan(Date.parse(anomaly.from));
    expect(Object.keys(anomaly.labels).length).toBeGreaterThan(0);
    expect(anomaly.metrics.length).toBeGreaterThan(0);
  }
});

it('leaves counts and all other invariants as they are', () => {
  const checker = new InvariantChecker(set, topology);
  for (const view of sick) checker.add(view.block);
  // crash-loop breaks restarts, latency and errors break http: the description names them.
  expect(checker.finish().filter((problem) => !/^(restarts|http): /.test(problem))).toEqual([]);
  expect(checker.samples).toBe(healthy.reduce((sum, view) => sum + view.block.values.length, 0));
});

describe('effects', () => {
  it('cpu-saturation: busy is 0.97', () => {
    const { from, to, view } = planted('cpu-saturation');
    const idle = view.column('node_cpu_seconds_total');
    expect(1 - increase(idle, from, to) / ((to - from - 1) * set.intervalSec)).toBeCloseTo(0.97, 3);
    expect(1 - rise(idle, to) / set.intervalSec).toBeLessThan(0.9);
  });

  it('memory-leak: usage climbs to 0.98 of the limit, then the container restarts', () => {
    const { from, to, view } = planted('memory-leak');
    const usage = view.column('container_memory_usage_bytes');
    const limit = view.column('container_spec_memory_limit_bytes')[0] as number;
    expect((usage[to - 1] as number) / limit).toBeCloseTo(0.98, 2);
    const rss = view.column('container_memory_rss');
    const middle = Math.floor((from + to) / 2);
    expect(rss[middle] as number).toBeGreaterThan(rss[from] as number);
    expect(rss[middle] as number).toBeLessThan(rss[to - 1] as number);
    expect(view.column('container_start_time_seconds')[to]).toBe(set.startSec + to * set.intervalSec);
    expect(usage[to]).toBe(0);
  });

  it('crash-loop: a restart every five minutes', () => {
    const { from, to, view } = planted('crash-loop');
    const total = view.column('kube_pod_container_status_restarts_total');
    expect((total[to] as number) - (total[from - 1] as number)).toBe(12);
  });

  it('latency: p99 is above 2.5 s', () => {
    const { from, to, view } = planted('latency');
    const bucket = increase(view.column('http_request_duration_seconds', 8), from, to);
    expect(bucket / increase(view.column('http_request_duration_seconds', 13), from, to)).toBeLessThan(0.99);
  });

  it('errors: a fifth of the requests is 500', () => {
    const { from, to, view } = planted('errors');
    const failed = increase(view.column('http_requests_total', 5), from, to);
    expect(failed / increase(view.column('http_request_duration_seconds', 13), from, to)).toBeCloseTo(0.2, 2);
  });

  it('traffic-drop: a twentieth of the requests', () => {
    const { from, to, view, before } = planted('traffic-drop');
    const of = (source: BlockView) => increase(source.column('http_request_duration_seconds', 13), from, to);
    expect(of(view) / of(before)).toBeCloseTo(0.05, 2);
  });

  it('disk-fill: the containers’ file system falls to 3 % and recovers', () => {
    const { to, view, before } = planted('disk-fill');
    const avail = view.column('node_filesystem_avail_bytes', 1);
    expect((avail[to - 1] as number) / (view.column('node_filesystem_size_bytes', 1)[0] as number)).toBeCloseTo(
      0.03,
      2,
    );
    expect(avail[to]).toBe(before.column('node_filesystem_avail_bytes', 1)[to]);
    expect(view.column('node_filesystem_avail_bytes', 0)).toEqual(before.column('node_filesystem_avail_bytes', 0));
  });

  it('network-surge: the node sends ten times as much', () => {
    const { from, to, view, before } = planted('network-surge');
    const of = (source: BlockView) => increase(source.column('node_network_transmit_bytes_total'), from, to);
    expect(of(view) / of(before)).toBeGreaterThan(9);
    expect(of(view) / of(before)).toBeLessThan(11);
  });

  it('zone-outage: all containers of the zone are down', () => {
    const { from, to, anomaly } = planted('zone-outage');
    for (const index of anomaly.target.containers) {
      const view = sick[index] as BlockView;
      for (const family of ['up', 'kube_pod_container_status_ready']) {
        expect([...view.column(family).subarray(from, to)]).toEqual(new Array(to - from).fill(0));
      }
    }
  });
});

it('touches nothing outside its targets', () => {
  const touched = new Set(plan.anomalies.flatMap(({ target }) => target.containers));
  const services = new Set([...touched].map((index) => topology.containers[index]?.service));
  const nodes = new Set([...touched].map((index) => topology.containers[index]?.node));
  const apart = topology.containers.filter(({ service, node }) => !services.has(service) && !nodes.has(node));
  for (const { index } of apart) expect(sick[index]?.block.values).toEqual(healthy[index]?.block.values);
});
