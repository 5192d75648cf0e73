import { seededRandom } from '@chimera/testing';
import { bucketBound, bucketIndexes, type Histogram } from '@chimera/tsdb-model';
import { createMemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { expect, it } from 'vitest';
import { OtlpMetricsDecoder } from '../decode-metrics.ts';
import { encodeMetrics } from '../otlp.oracle.ts';

const T = 1_760_000_000_000;

async function send(points: object[], aggregationTemporality = 2) {
  const store = createMemoryStorage();
  const dataPoints = points.map((point, i) => ({ timeUnixNano: `${T + i}000000`, ...point }));
  const decoder = new OtlpMetricsDecoder(store);
  const outcome = decoder.decode(
    encodeMetrics([{ name: 'h', unit: 's', exponentialHistogram: { dataPoints, aggregationTemporality } }]),
  );
  const range = { minMs: 0, maxMs: Infinity };
  const set = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  if (set.labels.length > 0) set.read(0, range, buffer);
  return {
    outcome,
    store,
    names: set.labels.map((labels) => labels.join('=')),
    histograms: (buffer.histograms ?? []) as Histogram[],
    stale: Array.from({ length: buffer.count }, (_, i) => buffer.hasStale && buffer.stale[i] === 1),
  };
}

it('becomes one native histogram', async () => {
  const { names, histograms, store, outcome } = await send([
    {
      count: 12,
      sum: 30.5,
      scale: 3,
      zeroCount: 2,
      zeroThreshold: 0.001,
      positive: { offset: -2, bucketCounts: [1, 2, 0, 0, 0, 4] },
      negative: { offset: 7, bucketCounts: [3] },
    },
  ]);
  expect(outcome).toMatchObject({ dataPoints: 1, rejectedPoints: 0, counts: { accepted: 1 } });
  expect(names).toEqual(['__name__=h_seconds']);
  expect(store.metadataByFamily.get('h_seconds')).toMatchObject({ type: 'histogram', unit: 'seconds' });
  expect(histograms).toEqual([
    {
      schema: 3,
      counterResetHint: 'unknown',
      zeroThreshold: 0.001,
      zeroCount: 2,
      count: 12,
      sum: 30.5,
      positiveSpans: [
        { offset: -1, length: 2 },
        { offset: 3, length: 1 },
      ],
      positiveBuckets: Float64Array.of(1, 2, 4),
      negativeSpans: [{ offset: 8, length: 1 }],
      negativeBuckets: Float64Array.of(3),
      customValues: null,
    },
  ]);
});

it('has the zero threshold of Prometheus when it sends none', async () => {
  const { histograms } = await send([{ count: 0, scale: 0 }]);
  expect(histograms[0]).toMatchObject({ zeroThreshold: 1e-128, positiveSpans: [], negativeSpans: [] });
});

/** The bounds in the words of OTLP: bucket i of scale s is (base^i, base^(i+1)], base = 2^(2^-s). */
it.each([9, 12, 20])('of scale %i is reduced to schema 8, each bucket into the one that holds it', async (scale) => {
  const random = seededRandom(scale);
  for (let round = 0; round < 20; round++) {
    const offset = random.int(-5_000, 5_000);
    const bucketCounts = Array.from({ length: random.int(1, 300) }, () => (random.next() < 0.5 ? 0 : random.int(1, 9)));
    const count = bucketCounts.reduce((sum, one) => sum + one, 0);
    const { histograms } = await send([{ count, scale, positive: { offset, bucketCounts } }]);
    const { schema, positiveSpans, positiveBuckets } = histograms[0] as Histogram;
    expect(schema).toBe(8);
    const expected = new Map<number, number>();
    bucketCounts.forEach((one, i) => {
      if (one === 0) return;
      // The upper bound is exact in integers: 2^((offset + i + 1) / 2^scale), rounded up to a bound of schema 8.
      const index = Math.ceil((offset + i + 1) / 2 ** (scale - 8));
      expected.set(index, (expected.get(index) ?? 0) + one);
    });
    const indexes = bucketIndexes(positiveSpans, positiveBuckets.length);
    expect(Object.fromEntries([...indexes].map((index, i) => [index, positiveBuckets[i]]))).toEqual(
      Object.fromEntries(expected),
    );
  }
});

it('keeps its bounds: the native upper bound of bucket i is base^(i+1)', async () => {
  const { histograms } = await send([{ count: 1, scale: 1, positive: { offset: 4, bucketCounts: [1] } }]);
  const [histogram] = histograms as [Histogram];
  const [index] = bucketIndexes(histogram.positiveSpans, 1);
  expect(bucketBound(index as number, histogram.schema, null)).toBeCloseTo(2 ** (5 / 2), 12);
});

it('of delta temporality adds up, over scales that fall', async () => {
  const { histograms, outcome } = await send(
    [
      { count: 3, sum: 6, scale: 2, positive: { offset: 3, bucketCounts: [1, 2] } },
      { count: 4, sum: 8, scale: 2, zeroCount: 1, positive: { offset: 4, bucketCounts: [3] } },
      { count: 1, sum: 1, scale: 1, positive: { offset: 2, bucketCounts: [1] } },
      { timeUnixNano: `${T}000000`, count: 1, sum: 1, scale: 1, positive: { offset: 2, bucketCounts: [1] } },
    ],
    1,
  );
  expect(outcome).toMatchObject({ rejectedPoints: 1, message: expect.stringContaining('not later than the one') });
  expect(
    histograms.map(({ schema, count, sum, zeroCount, positiveBuckets }) => [
      ...[schema, count, sum, zeroCount, [...positiveBuckets]],
    ]),
  ).toEqual([
    [2, 3, 6, 0, [1, 2]],
    [2, 7, 14, 1, [1, 5]],
    [1, 8, 15, 1, [1, 6]],
  ]);
});

it('that has ended is a stale marker', async () => {
  const { stale } = await send([{ count: 1, scale: 1, zeroCount: 1 }, { flags: 1 }]);
  expect(stale).toEqual([false, true]);
});

it.each<[string, object, string]>([
  ['scale', { scale: -5 }, 'its scale is -5, the smallest that can be stored is -4'],
  ['count', { count: 3, positive: { bucketCounts: [1] } }, 'its count is 3, its buckets hold 1'],
  ['threshold', { zeroThreshold: -1 }, 'its zero threshold is -1'],
  ['offset', { count: 1, positive: { offset: 2 ** 31 - 1, bucketCounts: [1] } }, 'its bucket offset 2147483647 is too'],
  ['size', { positive: { bucketCounts: new Array(65_537).fill(0) } }, 'more than 65536 buckets on one side'],
])('is refused for its %s, and the next one is not', async (_, bad, message) => {
  const { outcome, histograms } = await send([bad, { count: 1, scale: 0, zeroCount: 1 }]);
  expect(outcome).toMatchObject({ dataPoints: 2, rejectedPoints: 1, message: expect.stringContaining(message) });
  expect(outcome.counts.byReason.get('invalid_histogram')).toBe(1);
  expect(histograms).toHaveLength(1);
});

it('may count observations that no bucket holds when its sum is NaN', async () => {
  const { outcome } = await send([{ count: 3, sum: NaN, scale: 0, positive: { bucketCounts: [1] } }]);
  expect(outcome.rejectedPoints).toBe(0);
});
