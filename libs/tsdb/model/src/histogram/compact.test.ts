import { expect, test } from 'vitest';
import { compactHistogram } from './compact.ts';
import { equalHistograms } from './equal.ts';
import { exponential } from './testing/build.ts';

test('empty buckets go, touching spans join', () => {
  const loose = {
    ...exponential({}),
    positiveSpans: [
      { offset: -1, length: 2 },
      { offset: 0, length: 2 },
      { offset: 2, length: 0 },
      { offset: 1, length: 3 },
    ],
    positiveBuckets: Float64Array.of(0, 1, 2, 0, 0, 0, 3),
  };
  expect(compactHistogram(loose)).toMatchObject({
    positiveSpans: [
      { offset: 0, length: 2 },
      { offset: 6, length: 1 },
    ],
    positiveBuckets: Float64Array.of(1, 2, 3),
  });
  // Equality is about the layout too.
  expect(equalHistograms(loose, compactHistogram(loose))).toBe(false);
});

test('a compact histogram is returned as it is', () => {
  const histogram = exponential({ positive: { 1: 2, 4: 1 }, negative: { 3: 1 } });
  expect(compactHistogram(histogram)).toBe(histogram);
});
