import { type Random, seededRandom } from '@chimera/testing';
import { emptyHistogram, type Histogram, type Matcher, type Span } from '@chimera/tsdb-model';
import { AppendCounts, SampleBuffer, storedHint, withHint } from '@chimera/tsdb-storage';
import { appendWords, seriesRef } from '@chimera/tsdb-storage/contract';
import { expect, test } from 'vitest';
import { createHead, type Head } from './index.ts';

const NOW = 1_700_000_000_000;
const ALL: readonly Matcher[] = [{ name: '__name__', type: '=~', value: '.+' }];

function randomHistogram(random: Random): Histogram {
  const spans = (): Span[] =>
    Array.from({ length: random.int(0, 3) }, () => ({ offset: random.int(-5, 5), length: random.int(0, 4) }));
  const floats = (): Float64Array => Float64Array.from({ length: random.int(0, 6) }, () => random.next() * 1e6);
  return {
    schema: random.pick([-53, -4, 0, 8]),
    counterResetHint: random.pick(['unknown', 'reset', 'not_reset', 'gauge']),
    zeroThreshold: random.next(),
    zeroCount: random.int(0, 100),
    count: random.pick([0, 1e300, 12]),
    sum: random.pick([-1, Number.NaN, Infinity, 0.25]),
    positiveSpans: spans(),
    negativeSpans: spans(),
    positiveBuckets: floats(),
    negativeBuckets: floats(),
    customValues: random.pick([null, floats()]),
  };
}

async function read(head: Head, minMs = 0, maxMs = NOW): Promise<SampleBuffer> {
  const querier = head.querier();
  const set = await querier.select(ALL, { minMs, maxMs });
  const buffer = new SampleBuffer(4);
  if (set.labels.length > 0) set.read(0, { minMs, maxMs }, buffer);
  querier.close();
  return buffer;
}

test('any histogram comes back as it was, but for what the store itself says of resets', async () => {
  const random = seededRandom(11);
  const head = createHead({ now: () => NOW });
  const ref = seriesRef(head, { __name__: 'h' });
  const histograms = Array.from({ length: 300 }, () => randomHistogram(random));
  const counts = new AppendCounts();
  histograms.forEach((histogram, i) => {
    head.appendHistogram(ref, NOW - 1_000 + i, histogram, counts);
  });
  expect(counts.accepted).toBe(300);
  const buffer = await read(head);
  const expected: Histogram[] = [];
  for (const histogram of histograms) {
    expected.push(withHint(histogram, storedHint(histogram, expected.at(-1) ?? null)));
  }
  expect(buffer.histograms).toEqual(expected);
  expect([...buffer.timestamps.subarray(0, 300)]).toEqual(histograms.map((_, i) => NOW - 1_000 + i));
});

test('after a float, or before a late one, nothing is known of resets', async () => {
  const head = createHead({ now: () => NOW, outOfOrderWindowMs: 60_000 });
  const ref = seriesRef(head, { __name__: 'h' });
  const counts = new AppendCounts();
  const put = (t: number, count: number): void =>
    head.appendHistogram(ref, NOW + t, { ...emptyHistogram(0), count }, counts);
  put(-50, 1);
  put(-40, 2);
  put(-40, 2);
  appendWords(head, ref, [[NOW - 30, 1]]);
  put(-20, 3);
  put(-10, 5);
  expect((await read(head)).histograms?.map((h) => h?.counterResetHint)).toEqual([
    'unknown',
    'not_reset',
    undefined,
    'unknown',
    'not_reset',
  ]);
  put(-15, 4);
  expect((await read(head)).histograms?.map((h) => h?.counterResetHint)).toEqual([
    'unknown',
    'not_reset',
    undefined,
    'unknown',
    'not_reset',
    'unknown',
  ]);
  expect(counts.accepted).toBe(6);
});

test('late histograms find their place; duplicates count as those of floats do', async () => {
  const random = seededRandom(12);
  const head = createHead({ now: () => NOW, outOfOrderWindowMs: 1_000 });
  const ref = seriesRef(head, { __name__: 'h' });
  const [a, b, c] = [randomHistogram(random), randomHistogram(random), { ...randomHistogram(random), schema: 3 }];
  const counts = new AppendCounts();
  head.appendHistogram(ref, NOW, a, counts);
  head.appendHistogram(ref, NOW - 500, b, counts);
  head.appendHistogram(ref, NOW - 500, b, counts);
  expect(counts.accepted).toBe(3);
  head.appendHistogram(ref, NOW - 500, c, counts);
  head.appendHistogram(ref, NOW - 1_001, c, counts);
  appendWords(head, ref, [[NOW - 600, 1]]);
  head.appendHistogram(ref, NOW - 600, c, counts);
  head.appendHistogram(ref, NOW + 3_600_000, c, counts);
  head.appendHistogram(ref, NOW - 1e12, c, counts);
  expect(Object.fromEntries(counts.byReason)).toEqual({
    duplicate_timestamp: 2,
    out_of_order: 1,
    too_new: 1,
    too_old: 1,
  });
  const floats = appendWords(head, ref, [
    [NOW, 1],
    [NOW + 1, 'stale'],
  ]);
  expect([floats.accepted, floats.rejected]).toEqual([1, 1]);
  const buffer = await read(head, 0, NOW + 10);
  expect(buffer.histograms).toEqual([null, b, a, null]);
  expect([buffer.hasStale, buffer.stale[3]]).toEqual([true, 1]);
});

test('retention and the cap drop histograms as they drop chunks', async () => {
  let now = NOW;
  const random = seededRandom(13);
  const maxMemoryBytes = 8 * 1024 * 1024;
  const head = createHead({ now: () => now, maxMemoryBytes, retentionMs: 3_600_000 });
  const ref = seriesRef(head, { __name__: 'h' });
  const counts = new AppendCounts();
  const large = { ...randomHistogram(random), positiveBuckets: new Float64Array(500) };
  for (let i = 0; i < 4_000; i++) head.appendHistogram(ref, NOW - 4_000 + i, large, counts);
  expect(counts.accepted).toBe(4_000);
  const { totalBytes, samplesDroppedByMemory, samplesStored } = head.stats();
  expect(totalBytes).toBeLessThanOrEqual(maxMemoryBytes);
  expect(samplesDroppedByMemory + samplesStored).toBe(4_000);
  expect((await read(head)).count).toBe(samplesStored);
  now += 3_600_000 - 100;
  head.maintain();
  expect(head.stats().samplesStored).toBe(100);
  now += 200;
  head.maintain();
  expect(head.stats()).toMatchObject({ samplesStored: 0, minTimeMs: null });
  expect(head.stats().bytesByPart.histograms).toBe(0);
});
