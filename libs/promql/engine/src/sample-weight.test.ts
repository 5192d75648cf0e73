import { emptyHistogram, type Histogram } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage, StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { DEFAULT_ENGINE_OPTIONS } from './options.ts';
import { columnWeight, histogramWeight, samplesWeight } from './sample-weight.ts';

/** 11 samples without buckets, 16 with. */
const WIDE: Histogram = {
  ...emptyHistogram(0),
  positiveSpans: [{ offset: 0, length: 10 }],
  positiveBuckets: new Float64Array(10).fill(1),
};

test('a histogram weighs what Prometheus says: its bytes in samples of 16', () => {
  expect(histogramWeight(emptyHistogram(0))).toBe(11);
  expect(histogramWeight(WIDE)).toBe(16);
  expect(histogramWeight(emptyHistogram(-53, Float64Array.of(1, 2, 3, 4)))).toBe(13);
});

test('a column weighs what is present in it', () => {
  const column = new StepColumn(3);
  column.present.set([1, 1, 0]);
  expect(columnWeight(column)).toBe(2);
  column.histograms = [WIDE, null, WIDE];
  expect(columnWeight(column)).toBe(17);
  expect(samplesWeight(column.histograms, 3)).toBe(33);
  expect(samplesWeight(null, 3)).toBe(3);
});

test('histograms pass the limit of samples sooner than floats', async () => {
  const storage = createMemoryStorage();
  const [h, f] = ['h', 'f'].map((name) => storage.series(['__name__', name]) as number) as [number, number];
  const counts = new AppendCounts();
  for (let t = 0; t < 10_000; t += 1_000) {
    storage.appendHistogram(h, t, WIDE, counts);
    storage.append(f, Float64Array.of(t), Float64Array.of(t), 0, 1, counts);
  }
  const engine = createEngine({ ...DEFAULT_ENGINE_OPTIONS, maxSamples: 100 });
  const control = { now: () => 0, isCancelled: () => false };
  const grid = { startMs: 0, stepMs: 1_000, count: 10 };
  const refused = { type: 'execution', message: expect.stringContaining('too many samples') };
  expect((await engine.range(storage, 'f', grid, control)).stats.peakSamples).toBe(10);
  await expect(engine.range(storage, 'h', grid, control)).rejects.toMatchObject(refused);
  await expect(engine.instant(storage, 'h[10s]', 9_000, control)).rejects.toMatchObject(refused);
  expect((await engine.instant(storage, 'h', 9_000, control)).stats.peakSamples).toBe(16);
});
