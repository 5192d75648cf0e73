import { RecordBatchStreamWriter, tableFromIPC } from 'apache-arrow';
import { expect, it } from 'vitest';
import { BatchEncoder, METRIC_METADATA_KEY } from './batches.ts';
import { stepTimeMs } from './data-set.ts';
import { ALL_SERIES } from './families/table.ts';
import { CONTAINER_LABELS } from './labels.ts';
import { Simulation } from './simulation.ts';
import { presetAt } from './testing-sets.ts';

const set = presetAt('small', 1, { steps: 6, metrics: 189, namespaces: 1, services: 3, nodes: 3 });
const CONTAINERS = 12;

type Row = Record<string, unknown> & { values: Iterable<number>; start: number; step: bigint };

/** What a reader that knows nothing of us decodes from the bytes. */
function decoded(encoder: BatchEncoder, batches: Iterable<ReturnType<BatchEncoder['containerBatch']>>): Row[] {
  const table = tableFromIPC(RecordBatchStreamWriter.writeAll(batches as never).toUint8Array(true));
  expect(table.schema.metadata.get(METRIC_METADATA_KEY)).toBe(encoder.schema.metadata.get(METRIC_METADATA_KEY));
  return table.toArray().map((row) => row.toJSON() as Row);
}

it('encodes one row per series, which a reader decodes to the same labels and values', () => {
  const simulation = new Simulation(set);
  const encoder = new BatchEncoder(simulation);
  const rows = decoded(encoder, encoder.batches(set.steps));
  expect(rows).toHaveLength(CONTAINERS * 189);

  const values = new Map<number, Float64Array>();
  for (const { container, values: own } of new Simulation(set).run(set.steps)) values.set(container.index, own);
  const byInstance = new Map(simulation.topology.containers.map((container) => [container.labels.instance, container]));
  const keys = new Set<string>();
  rows.forEach((row, at) => {
    const container = byInstance.get(row['instance'] as string);
    if (container === undefined) throw new Error(`no container has instance ${row['instance']}`);
    const series = ALL_SERIES[at % 189] as (typeof ALL_SERIES)[number];
    const { values: list, start, step, ...labels } = row;
    const present = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== null));
    const own: Record<string, string> = {};
    if (series.family.perContainerLabel === 'replicaset') own['replicaset'] = container.replicaset;
    if (series.family.perContainerLabel === 'cluster_ip') own['cluster_ip'] = container.clusterIp;
    expect(present).toEqual({ __name__: series.name, ...container.labels, ...series.labels, ...own });
    expect(Number(start)).toBe(stepTimeMs(set, 0));
    expect(step).toBe(15_000n);
    const from = (at % 189) * set.steps;
    expect([...list]).toEqual([...(values.get(container.index)?.subarray(from, from + set.steps) ?? [])]);
    keys.add(JSON.stringify(Object.entries(present).sort()));
  });
  expect(keys.size).toBe(rows.length);
});

it('encodes the next step of everything as a value per series', () => {
  const encoder = new BatchEncoder(new Simulation(set));
  for (const _batch of encoder.batches(5)) continue;
  const rows = decoded(encoder, encoder.nextStep());
  expect(rows).toHaveLength(CONTAINERS * 189);
  const expected = new Map<string, number[]>();
  for (const { container, values } of new Simulation(set).run(6)) {
    expected.set(
      container.labels.instance,
      Array.from({ length: 189 }, (_, row) => values[row * 6 + 5] as number),
    );
  }
  rows.forEach((row, at) => {
    expect(Number(row.start)).toBe(stepTimeMs(set, 5));
    expect([...row.values][0]).toBe(expected.get(row['instance'] as string)?.[at % 189]);
  });
});

it('splits a step of a large set into several batches', () => {
  const large = presetAt('large', 1, { steps: 1, namespaces: 25, services: 4, nodes: 20 });
  const rows = [...new BatchEncoder(new Simulation(large)).nextStep()].map(({ numRows }) => numRows);
  expect(rows).toHaveLength(3);
  expect(rows.reduce((sum, count) => sum + count, 0)).toBe(25 * 4 * 5 * 2 * 90);
});

it('does not copy values', () => {
  const simulation = new Simulation(set);
  const encoder = new BatchEncoder(simulation);
  for (const block of simulation.run(set.steps)) {
    const list = encoder.containerBatch(block).data.children.at(-1);
    expect(list?.children[0]?.values.buffer).toBe(block.values.buffer);
  }
});

it('carries type, unit and help of each family in the schema', () => {
  const { schema } = new BatchEncoder(new Simulation({ ...set, metrics: 90 }));
  const metadata = JSON.parse(schema.metadata.get(METRIC_METADATA_KEY) ?? '');
  expect(Object.keys(metadata)).toHaveLength(56);
  expect(metadata.http_request_duration_seconds).toEqual({
    type: 'histogram',
    unit: 'seconds',
    help: 'Latency of HTTP requests.',
  });
  const names = schema.fields.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['__name__', ...CONTAINER_LABELS, 'le', 'start', 'step', 'values']));
  expect(names).not.toContain('cluster_ip');
});
