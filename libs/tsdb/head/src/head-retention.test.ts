import { labelsFrom, type Matcher } from '@chimera/tsdb-model';
import { AppendCounts } from '@chimera/tsdb-storage';
import { appendWords, readAll, seriesRef } from '@chimera/tsdb-storage/contract';
import { expect, test } from 'vitest';
import { createHead, type Head } from './index.ts';
import { SEGMENT_BYTES } from './layout.ts';

const NOW = 1_700_000_000_000;
const MIB = 1024 * 1024;
const ALL: readonly Matcher[] = [{ name: '__name__', type: '=~', value: '.+' }];

/** Noise that no lane narrows: 8 bytes a sample. */
function noise(length: number, seed: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.sin(seed * 7_919 + i * 104_729) * 1e5);
}

test('maintenance drops chunks that are wholly older than the retention', async () => {
  let now = NOW;
  const head = createHead({ now: () => now, retentionMs: 10_000_000 });
  const ref = seriesRef(head, { __name__: 'up' });
  head.appendRegular(ref, NOW - 9_000_000, 1_000, new Float64Array(9_000), 0, 9_000, new AppendCounts());
  expect(head.maintain()).toEqual({ samplesDropped: 0, seriesRemoved: 0 });
  now = NOW + 5_000_000;
  const { samplesDropped } = head.maintain();
  expect(samplesDropped).toBeGreaterThan(2_000);
  expect(samplesDropped).toBeLessThanOrEqual(4_000);
  const { samples } = await readAll(head, ALL, 0, now);
  expect(samples[0]?.length).toBe(9_000 - samplesDropped);
  expect(head.stats()).toMatchObject({
    samplesStored: 9_000 - samplesDropped,
    samplesDroppedByRetention: samplesDropped,
    minTimeMs: NOW - 9_000_000 + samplesDropped * 1_000,
  });
});

test('a series without samples goes after the grace, its ref is dead, and its place is used again', async () => {
  let now = NOW;
  const head = createHead({ now: () => now, retentionMs: 60_000, emptySeriesGraceMs: 10_000 });
  const ref = seriesRef(head, { __name__: 'up' });
  appendWords(head, ref, [[NOW, 1]]);
  head.appendHistogram(
    ref,
    NOW + 1,
    {
      schema: 0,
      counterResetHint: 'unknown',
      zeroThreshold: 0,
      zeroCount: 0,
      count: 0,
      sum: 0,
      positiveSpans: [],
      negativeSpans: [],
      positiveBuckets: new Float64Array(0),
      negativeBuckets: new Float64Array(0),
      customValues: null,
    },
    new AppendCounts(),
  );
  head.maintain();
  now = NOW + 61_000;
  expect(head.maintain()).toEqual({ samplesDropped: 2, seriesRemoved: 0 });
  expect(head.isLive(ref)).toBe(true);
  now += 10_000;
  expect(head.maintain()).toEqual({ samplesDropped: 0, seriesRemoved: 1 });
  expect(head.isLive(ref)).toBe(false);
  expect(head.stats()).toMatchObject({ series: 0, symbols: 0, samplesStored: 0, minTimeMs: null });
  const other = seriesRef(head, { __name__: 'down' });
  expect(other).not.toBe(ref);
  expect(head.isLive(ref)).toBe(false);
  expect(head.isLive(other)).toBe(true);
  appendWords(head, other, [[now, 5]]);
  expect((await readAll(head, ALL, 0, now)).labels).toEqual([labelsFrom({ __name__: 'down' })]);
});

test('a series that gets samples within the grace stays', () => {
  let now = NOW;
  const head = createHead({ now: () => now, retentionMs: 60_000, emptySeriesGraceMs: 10_000 });
  const ref = seriesRef(head, { __name__: 'up' });
  appendWords(head, ref, [[NOW, 1]]);
  head.maintain();
  now = NOW + 61_000;
  head.maintain();
  appendWords(head, ref, [[now, 2]]);
  now += 11_000;
  head.maintain();
  expect(head.isLive(ref)).toBe(true);
});

test('near the cap the oldest chunks of all series go; known series are never refused', async () => {
  const maxMemoryBytes = 16 * MIB;
  const head = createHead({ now: () => NOW, maxMemoryBytes, retentionMs: Number.POSITIVE_INFINITY });
  const refs = Array.from({ length: 20 }, (_, n) => seriesRef(head, { __name__: 'noise', n: String(n) }));
  const counts = new AppendCounts();
  const rounds = 40;
  for (let round = 0; round < rounds; round++) {
    for (const ref of refs) {
      const start = NOW - (rounds - round) * 10_000_000;
      head.appendRegular(ref, start, 2_000, noise(5_000, ref + round), 0, 5_000, counts);
    }
  }
  expect(counts.rejected).toBe(0);
  expect(counts.accepted).toBe(rounds * 20 * 5_000);
  const stats = head.stats();
  expect(stats.totalBytes).toBeLessThanOrEqual(maxMemoryBytes);
  expect(stats.overshoots).toBe(0);
  expect(stats.memoryEvictions).toBeGreaterThan(0);
  expect(stats.samplesDroppedByMemory + stats.samplesStored).toBe(counts.accepted);
  // At least two thirds of the cap hold samples, the newest ones, of all series alike.
  expect(stats.samplesStored * 8).toBeGreaterThan((maxMemoryBytes * 2) / 3);
  const { samples } = await readAll(head, ALL, 0, NOW);
  const counted = samples.map((list) => list.length);
  expect(Math.max(...counted) - Math.min(...counted)).toBeLessThanOrEqual(2 * 1_200);
  for (const list of samples) expect(list.at(-1)?.[0]).toBe(NOW - 10_000_000 + 4_999 * 2_000);
});

test('new series are refused once series alone take half of the cap', () => {
  const head = createHead({ now: () => NOW, maxMemoryBytes: 8 * MIB });
  let refused: unknown = null;
  let count = 0;
  for (; count < 100_000 && refused === null; count++) {
    const ref = head.series(labelsFrom({ __name__: 'churn', pod: `pod-${count}-${'x'.repeat(100)}` }));
    if (typeof ref !== 'number') refused = ref;
    else appendWords(head, ref, [[NOW, 1]]);
  }
  expect(refused).toMatchObject({ reason: 'memory_limit', message: expect.stringContaining('--max-memory') });
  expect(count).toBeGreaterThan(1_000);
  expect(head.stats().totalBytes).toBeLessThanOrEqual(8 * MIB);
  expect(appendWords(head, 0, [[NOW + 1, 1]]).accepted).toBe(1);
});

test('series that are idle for an hour make room for new ones', () => {
  let now = NOW;
  const head = createHead({ now: () => now, maxMemoryBytes: 8 * MIB, retentionMs: Number.POSITIVE_INFINITY });
  let refused = 0;
  for (let round = 0; round < 40; round++) {
    now += 3_000_000;
    const steady = seriesRef(head, { __name__: 'steady' });
    appendWords(head, steady, [[now, round]]);
    for (let n = 0; n < 500; n++) {
      const ref = head.series(labelsFrom({ __name__: 'churn', pod: `pod-${round}-${n}` }));
      if (typeof ref === 'number') appendWords(head, ref, [[now, 1]]);
      else refused++;
    }
  }
  expect(refused).toBe(0);
  const { seriesRemoved, series, totalBytes, overshoots, samplesDroppedByMemory } = head.stats();
  expect(seriesRemoved).toBeGreaterThan(15_000);
  expect(samplesDroppedByMemory).toBe(seriesRemoved);
  expect(series).toBeGreaterThan(1_000);
  expect([totalBytes <= 8 * MIB, overshoots]).toEqual([true, 0]);
});

test('churn grows nothing: series come and go, memory stays', async () => {
  let now = NOW;
  const head = createHead({ now: () => now, retentionMs: 600_000, emptySeriesGraceMs: 0 });
  const run = (rounds: number): void => {
    for (let round = 0; round < rounds; round++) {
      now += 60_000;
      for (let n = 0; n < 200; n++) {
        const ref = seriesRef(head, { __name__: 'pod_cpu', pod: `pod-${now}-${n}`, node: `node-${n % 7}` });
        appendWords(head, ref, [
          [now - 1, n],
          [now, n],
        ]);
      }
      head.maintain();
    }
  };
  run(30);
  const before = head.stats();
  run(150);
  const after = head.stats();
  expect(after.totalBytes).toBe(before.totalBytes);
  expect(after.usedBytes).toBeLessThanOrEqual(before.usedBytes * 1.05);
  expect(after.series).toBe(before.series);
  expect(after.symbols).toBe(before.symbols);
  expect(after.seriesRemoved).toBeGreaterThan(30_000);
  const { labels } = await readAll(head, ALL, 0, now);
  expect(labels.length).toBe(after.series);
  expect(totalSegments(head)).toBe(1);
});

function totalSegments(head: Head): number {
  return head.stats().totalBytes / SEGMENT_BYTES;
}

test('clear empties everything, and the memory serves the next seed', async () => {
  const head = createHead({ now: () => NOW });
  const seed = (): number[] =>
    Array.from({ length: 50 }, (_, n) => {
      const ref = seriesRef(head, { __name__: 'seed', n: String(n) });
      head.appendRegular(ref, NOW - 10_000_000, 1_000, noise(10_000, n), 0, 10_000, new AppendCounts());
      appendWords(head, ref, [[NOW, 1]]);
      return ref;
    });
  head.metadata('seed', { type: 'gauge', help: 'x', unit: '' });
  const refs = seed();
  await readAll(head, ALL, 0, NOW);
  const { totalBytes } = head.stats();
  head.clear();
  expect(head.stats()).toMatchObject({ series: 0, samplesStored: 0, chunks: 0, symbols: 0, limboBytes: 0 });
  expect(head.metadataFor('seed')).toBeNull();
  expect((await readAll(head, ALL, 0, NOW)).labels).toEqual([]);
  expect(refs.some((ref) => head.isLive(ref))).toBe(false);
  for (let i = 0; i < 3; i++) {
    seed();
    head.clear();
  }
  seed();
  expect(head.stats().totalBytes).toBe(totalBytes);
  expect((await readAll(head, ALL, 0, NOW)).samples.flat().length).toBe(50 * 10_001);
});

test('open chunks are packed when they alone exceed the cap', async () => {
  const maxMemoryBytes = 2 * MIB;
  const head = createHead({ now: () => NOW, maxMemoryBytes, retentionMs: Number.POSITIVE_INFINITY });
  const refs = Array.from({ length: 500 }, (_, n) => seriesRef(head, { __name__: 'noise', n: String(n) }));
  const counts = new AppendCounts();
  const rounds = 400;
  for (let i = 0; i < rounds; i++) {
    for (const ref of refs) {
      // Irregular times: the widest open chunks.
      head.append(ref, Float64Array.of(NOW - (rounds - i) * 1_000 + (i % 3)), noise(1, i + ref), 0, 1, counts);
    }
  }
  expect(counts.accepted).toBe(rounds * 500);
  const stats = head.stats();
  expect(stats.usedBytes).toBeLessThan(maxMemoryBytes);
  expect(stats.samplesDroppedByMemory).toBeGreaterThan(0);
  expect(stats.memoryEvictions).toBeLessThan(300);
  const { samples } = await readAll(head, ALL, 0, NOW);
  expect(samples.length).toBe(500);
  for (const list of samples) expect(list.at(-1)?.[0]).toBe(NOW - 1_000 + ((rounds - 1) % 3));
});
