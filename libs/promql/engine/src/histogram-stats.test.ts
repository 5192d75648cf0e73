import { emptyHistogram, type Histogram } from '@chimera/tsdb-model';
import { SampleBuffer } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { keepStats } from './histogram-stats.ts';

function counting(count: number, counterResetHint: Histogram['counterResetHint'] = 'unknown'): Histogram {
  return {
    ...emptyHistogram(2),
    counterResetHint,
    count,
    sum: 2 * count,
    positiveSpans: [{ offset: 0, length: 1 }],
    positiveBuckets: Float64Array.of(count),
  };
}

function samplesOf(...samples: (Histogram | null)[]): SampleBuffer {
  const out = new SampleBuffer();
  samples.forEach((_, i) => {
    out.timestamps[i] = 10 * i;
  });
  out.histograms = samples;
  out.count = samples.length;
  return out;
}

const hints = ({ histograms }: SampleBuffer) => histograms?.map((histogram) => histogram?.counterResetHint);
const AT_ONCE = { firstMs: 100, strideMs: 0, count: 1, reachMs: 100, firstReachMs: 100 };

test('counts and sums stay, and hints say what the buckets said', () => {
  const samples = samplesOf(counting(5), counting(7), counting(6), null, counting(8), counting(1, 'gauge'));
  keepStats(samples, AT_ONCE);
  expect(hints(samples)).toEqual(['unknown', 'not_reset', 'reset', undefined, 'not_reset', 'gauge']);
  expect(samples.histograms?.[1]).toEqual({ ...emptyHistogram(2), counterResetHint: 'not_reset', count: 7, sum: 14 });
});

test('between steps that do not reach each other nothing is compared', () => {
  const samples = samplesOf(counting(5), counting(7), counting(6), counting(9), counting(8), counting(3));
  keepStats(samples, { firstMs: 12, strideMs: 30, count: 2, reachMs: 13, firstReachMs: 13 });
  // The steps are at 12 and 42: they look at 0 and 10, and at 30 and 40.
  expect(hints(samples)).toEqual(['unknown', 'not_reset', 'unknown', 'unknown', 'reset', 'unknown']);
  expect(samples.histograms?.map((histogram) => histogram?.positiveBuckets.length)).toEqual([0, 0, 1, 0, 0, 1]);
});

test('floats alone are left alone', () => {
  const samples = new SampleBuffer();
  keepStats(samples, AT_ONCE);
  expect(samples.histograms).toBe(null);
});
