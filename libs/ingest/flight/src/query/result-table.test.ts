/** From what the engine answers to Arrow, read back by apache-arrow. */
import type { QueryValue } from '@chimera/promql-engine';
import { emptyHistogram, type Histogram, labelsFrom } from '@chimera/tsdb-model';
import type { Table } from 'apache-arrow';
import { expect, test } from 'vitest';
import { type ResultColumns, shapeOf, withBatches } from '../columns/index.ts';
import { FrameEncoder } from '../frames.ts';
import { rowsOf, tableOf } from '../testing/arrow-table.ts';
import { CUSTOM, EXPONENTIAL, matrix, mixed, series } from '../testing/example-results.ts';
import { ResultTable } from './result-table.ts';

function columnsOf(value: QueryValue, remarks = { warnings: [] as string[], infos: [] as string[] }): ResultColumns {
  return withBatches(shapeOf(value, remarks) as ResultColumns, value, () => {});
}

/** As a client gets it. */
function sent(columns: ResultColumns): Table {
  const encoder = new FrameEncoder();
  return tableOf([...new ResultTable(columns).batches()].flatMap((batch) => encoder.encode(batch)));
}

const arrowOf = (value: QueryValue): Table => sent(columnsOf(value));

test('a range query: one row per sample, a dictionary column per label, nulls where it is missing', () => {
  const value = matrix(
    series({ __name__: 'up', job: 'a' }, 1_700_000_000_000, 1, 2),
    series({ __name__: 'up', zone: 'b' }, -1_000, Number.NaN),
  );
  const table = arrowOf(value);
  expect(table.schema.fields.map(({ name, type }) => `${name}: ${type}`)).toEqual([
    'timestamp: Timestamp<MILLISECOND, UTC>',
    '__name__: Dictionary<Int32, Utf8>',
    'job: Dictionary<Int32, Utf8>',
    'zone: Dictionary<Int32, Utf8>',
    'value: Float64',
  ]);
  expect(rowsOf(table)).toEqual([
    { timestamp: 1_700_000_000_000, __name__: 'up', job: 'a', zone: null, value: 1 },
    { timestamp: 1_700_000_001_000, __name__: 'up', job: 'a', zone: null, value: 2 },
    { timestamp: -1_000, __name__: 'up', job: null, zone: 'b', value: Number.NaN },
  ]);
});

test('an empty result has its columns, and labels named like them have theirs', () => {
  expect(arrowOf(matrix()).schema.fields.map(({ name }) => name)).toEqual(['timestamp', 'value']);
  const odd = matrix(series({ value: 'x', timestamp: 'y' }, 0, 3));
  expect(rowsOf(arrowOf(odd))).toEqual([{ _timestamp: 0, timestamp: 'y', value: 'x', _value: 3 }]);
});

test('many rows come in several batches, none lost', () => {
  const count = 3_000;
  const value = matrix(
    ...Array.from({ length: 100 }, (_, i) =>
      series({ i: String(i) }, 0, ...Array.from({ length: count }, (__, k) => i * count + k)),
    ),
  );
  const table = arrowOf(value);
  expect(table.batches.length).toBe(5);
  expect(table.numRows).toBe(100 * count);
  const values = table.getChild('value')!.toArray() as Float64Array;
  expect(values.every((value, row) => value === row)).toBe(true);
  expect(table.getChild('i')!.get(250_000)).toBe('83');
});

const EXPONENTIAL_BUCKETS = [
  { boundaries: 1, lower: -2, upper: -1, count: 1 },
  { boundaries: 3, lower: -0.5, upper: 0.5, count: 2 },
  { boundaries: 0, lower: 0.5, upper: 1, count: 3 },
  { boundaries: 0, lower: 2, upper: 4, count: 5 },
];

const bucketsOf = (row: Record<string, unknown>): unknown =>
  row['buckets'] === null ? null : [...(row['buckets'] as Iterable<{ toJSON(): object }>)].map((one) => one.toJSON());

test('native histograms have columns of their own, null for floats, as value is for them', () => {
  const value = matrix(
    series({ __name__: 'up' }, 0, 1),
    mixed({ __name__: 'x' }, 0, EXPONENTIAL, 2, emptyHistogram(0)),
    mixed({ __name__: 'y', sum: 'z' }, 0, CUSTOM),
  );
  const table = arrowOf(value);
  expect(table.schema.fields.slice(-4).map(({ name, type, nullable }) => [name, String(type), nullable])).toEqual([
    ['value', 'Float64', true],
    ['count', 'Float64', true],
    ['_sum', 'Float64', true],
    ['buckets', 'List<Struct<{boundaries:Int8, lower:Float64, upper:Float64, count:Float64}>>', true],
  ]);
  const rows = rowsOf(table);
  const float = { count: null, _sum: null };
  expect(rows.map(({ buckets: _, ...row }) => row)).toEqual([
    { timestamp: 0, __name__: 'up', sum: null, value: 1, ...float },
    { timestamp: 0, __name__: 'x', sum: null, value: null, count: 11, _sum: 7.5 },
    { timestamp: 1_000, __name__: 'x', sum: null, value: 2, ...float },
    { timestamp: 2_000, __name__: 'x', sum: null, value: null, count: 0, _sum: 0 },
    { timestamp: 0, __name__: 'y', sum: 'z', value: null, count: 4, _sum: 42 },
  ]);
  expect(rows.map(bucketsOf)).toEqual([
    null,
    EXPONENTIAL_BUCKETS,
    null,
    [],
    [
      { boundaries: 0, lower: 10, upper: 20, count: 1 },
      { boundaries: 0, lower: 20, upper: Number.POSITIVE_INFINITY, count: 3 },
    ],
  ]);
});

test('a vector of floats and histograms', () => {
  const value: QueryValue = {
    type: 'vector',
    timestampMs: 5,
    samples: [
      { labels: labelsFrom({ a: '1' }), value: 7, histogram: null },
      { labels: labelsFrom({ a: '2' }), value: 0, histogram: EXPONENTIAL },
    ],
  };
  const rows = rowsOf(arrowOf(value));
  expect(rows).toMatchObject([
    { timestamp: 5, a: '1', value: 7, count: null, sum: null },
    { timestamp: 5, a: '2', value: null, count: 11, sum: 7.5 },
  ]);
  expect(rows.map(bucketsOf)).toEqual([null, EXPONENTIAL_BUCKETS]);
});

test('gaps of a grid are no rows', () => {
  const labels = labelsFrom({ a: '1' });
  const values = Float64Array.of(1, 2, 3);
  const value: QueryValue = {
    type: 'matrix',
    grid: { startMs: 1_000, stepMs: 500, count: 3 },
    series: [
      { labels, timestamps: null, values, present: Uint8Array.of(1, 0, 1), histograms: null },
      { labels: [], timestamps: null, values, present: Uint8Array.of(0, 1, 1), histograms: [null, EXPONENTIAL, null] },
    ],
  };
  expect(rowsOf(arrowOf(value))).toMatchObject([
    { timestamp: 1_000, a: '1', value: 1 },
    { timestamp: 2_000, a: '1', value: 3 },
    { timestamp: 1_500, a: null, value: null, count: 11 },
    { timestamp: 2_000, a: null, value: 3, count: null },
  ]);
});

test('many histograms: their buckets cut the batches, and every batch has the columns', () => {
  const histogram: Histogram = {
    ...EXPONENTIAL,
    positiveSpans: [{ offset: 0, length: 500 }],
    positiveBuckets: new Float64Array(500).fill(1),
  };
  const count = 1_000;
  const value = matrix(
    series({ i: 'floats' }, 0, ...Array.from({ length: 70_000 }, (_, k) => k)),
    mixed({ i: 'histograms' }, 0, ...Array.from({ length: count }, (_, k) => ({ ...histogram, count: k }))),
  );
  const table = arrowOf(value);
  const expected = Math.ceil((count * 502 * 25) / 2 ** 21) + 1;
  expect(Math.abs(table.batches.length - expected)).toBeLessThan(2);
  expect(table.numRows).toBe(70_000 + count);
  for (const k of [0, 1, 499, 998, 999]) {
    const row = table.get(70_000 + k)?.toJSON() as Record<string, unknown>;
    expect([row['i'], row['value'], row['count'], (bucketsOf(row) as object[]).length]).toEqual([
      'histograms',
      null,
      k,
      502,
    ]);
  }
  expect(table.get(69_999)?.toJSON()).toMatchObject({ i: 'floats', value: 69_999, count: null, buckets: null });
});

test('remarks of the query are in the metadata of the schema', () => {
  expect(arrowOf(matrix()).schema.metadata.size).toBe(0);
  const { schema } = sent(columnsOf(matrix(), { warnings: ['ünsafe "rate"', 'b'], infos: [] }));
  expect([...schema.metadata]).toEqual([['mytsdb.warnings', '["ünsafe \\"rate\\"","b"]']]);
});

test('the announced bytes are those of the bodies, padding left aside', () => {
  const many = Array.from({ length: 5_000 }, (_, k) => k);
  const floats = matrix(series({ a: 'ü'.repeat(500), b: '1' }, 0, ...many), series({ a: 'x' }, 0, ...many));
  const histograms = matrix(mixed({ a: 'y' }, 0, ...many.map((k) => (k % 3 === 0 ? k : EXPONENTIAL))));
  for (const value of [floats, histograms]) {
    const columns = columnsOf(value);
    const encoder = new FrameEncoder();
    const frames = [...new ResultTable(columns).batches()].flatMap((batch) => encoder.encode(batch));
    const bytes = frames.flatMap(({ body }) => body).reduce((sum, { length }) => sum + length, 0);
    expect(Math.abs(bytes / columns.bytes - 1)).toBeLessThan(0.01);
  }
});

test('a text has no columns; a shape has the rows of none', () => {
  expect(shapeOf({ type: 'string', timestampMs: 0, value: 'x' }, { warnings: [], infos: [] })).toBe(null);
  const shape = shapeOf(matrix(series({ a: '1' }, 0, 1, 2)), { warnings: [], infos: [] });
  expect(shape).toMatchObject({ rows: 2, batches: [] });
});
