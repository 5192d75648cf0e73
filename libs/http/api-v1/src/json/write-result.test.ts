import type { QueryValue } from '@chimera/promql-engine';
import type { Histogram } from '@chimera/tsdb-model';
import { expect, test } from 'vitest';
import { CHUNK_BYTES, ChunkWriter } from './chunk-writer.ts';
import { writeQueryValue } from './write-result.ts';

function written(value: QueryValue, maxBytes = 1e9): string {
  const out = new ChunkWriter(maxBytes);
  writeQueryValue(out, value);
  return Buffer.concat(out.take()).toString();
}

const UP = ['__name__', 'up', 'job', 'a"b'];

test('a matrix on a grid leaves out absent steps', () => {
  const series = [
    {
      labels: UP,
      timestamps: null,
      values: new Float64Array([1, 2.5, NaN]),
      present: new Uint8Array([1, 0, 1]),
      histograms: null,
    },
    { labels: [], timestamps: null, values: new Float64Array([0, -0, Infinity]), present: null, histograms: null },
  ];
  const grid = { startMs: 1_435_781_430_500, stepMs: 500, count: 3 };
  expect(written({ type: 'matrix', grid, series })).toBe(
    '{"resultType":"matrix","result":[' +
      '{"metric":{"__name__":"up","job":"a\\"b"},"values":[[1435781430.500,"1"],[1435781431.500,"NaN"]]},' +
      '{"metric":{},"values":[[1435781430.500,"0"],[1435781431,"-0"],[1435781431.500,"+Inf"]]}]',
  );
});

test('a matrix of raw samples has its own timestamps, before 1970 too', () => {
  const series = [
    {
      labels: UP,
      timestamps: new Float64Array([-1_005, 0, 7]),
      values: new Float64Array([1, 2, 3]),
      present: null,
      histograms: null,
    },
  ];
  expect(written({ type: 'matrix', grid: null, series })).toBe(
    '{"resultType":"matrix","result":[{"metric":{"__name__":"up","job":"a\\"b"},"values":[[-1.005,"1"],[0,"2"],[0.007,"3"]]}]',
  );
});

test('vector, scalar and string', () => {
  const sample = { labels: UP, value: 1e-7, histogram: null };
  expect(written({ type: 'vector', timestampMs: 1_000, samples: [sample] })).toBe(
    '{"resultType":"vector","result":[{"metric":{"__name__":"up","job":"a\\"b"},"value":[1,"1e-07"]}]',
  );
  expect(written({ type: 'vector', timestampMs: 1_000, samples: [] })).toBe('{"resultType":"vector","result":[]');
  expect(written({ type: 'scalar', timestampMs: 1_500, value: 3 })).toBe('{"resultType":"scalar","result":[1.500,"3"]');
  expect(written({ type: 'string', timestampMs: 0, value: 'é' })).toBe('{"resultType":"string","result":[0,"é"]');
});

const HISTOGRAM: Histogram = {
  schema: 0,
  counterResetHint: 'unknown',
  zeroThreshold: 0.001,
  zeroCount: 2,
  count: 9,
  sum: 18.4,
  positiveSpans: [
    { offset: 0, length: 2 },
    { offset: 1, length: 1 },
  ],
  negativeSpans: [{ offset: 1, length: 1 }],
  positiveBuckets: new Float64Array([1, 0, 4]),
  negativeBuckets: new Float64Array([2]),
  customValues: null,
};

test('native histograms: lowest bucket first, empty buckets left out, floats and histograms apart', () => {
  const json =
    '{"count":"9","sum":"18.4","buckets":[[1,"-2","-1","2"],[3,"-0.001","0.001","2"],[0,"0.5","1","1"],[0,"4","8","4"]]}';
  const sample = { labels: [], value: 0, histogram: HISTOGRAM };
  expect(written({ type: 'vector', timestampMs: 2_000, samples: [sample] })).toBe(
    `{"resultType":"vector","result":[{"metric":{},"histogram":[2,${json}]}]`,
  );
  const series = [
    {
      labels: [],
      timestamps: null,
      values: new Float64Array([5, 0]),
      present: null,
      histograms: [null, HISTOGRAM],
    },
  ];
  expect(written({ type: 'matrix', grid: { startMs: 0, stepMs: 1_000, count: 2 }, series })).toBe(
    `{"resultType":"matrix","result":[{"metric":{},"values":[[0,"5"]],"histograms":[[1,${json}]]}]`,
  );
});

test('custom buckets: the lowest reaches from -Inf', () => {
  const histogram = {
    ...HISTOGRAM,
    schema: -53,
    zeroCount: 0,
    negativeSpans: [],
    negativeBuckets: new Float64Array(),
    positiveSpans: [{ offset: 0, length: 3 }],
    positiveBuckets: new Float64Array([1, 2, 3]),
    customValues: new Float64Array([5, 10]),
  };
  expect(written({ type: 'vector', timestampMs: 0, samples: [{ labels: [], value: 0, histogram }] })).toContain(
    '"buckets":[[3,"-Inf","5","1"],[0,"5","10","2"],[0,"10","+Inf","3"]]',
  );
});

test('an answer of many chunks is one text, and the byte limit ends a larger one', () => {
  const count = 11_000;
  const values = Float64Array.from({ length: count }, (_, i) => i / 7);
  const one = { labels: UP, timestamps: null, values, present: null, histograms: null };
  const value = { type: 'matrix', grid: { startMs: 1e12, stepMs: 1_000, count }, series: [one, one, one] } as const;
  const text = written(value);
  expect(text.length).toBeGreaterThan(3 * CHUNK_BYTES);
  const parsed = JSON.parse(`${text}}`) as { result: { values: [number, string][] }[] };
  expect(parsed.result).toHaveLength(3);
  expect(parsed.result[2]?.values[10_999]).toEqual([1e9 + 10_999, String(10_999 / 7)]);
  expect(() => written(value, 100_000)).toThrow('query result is larger than 100000 bytes');
});
