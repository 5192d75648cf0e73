import { expect, test } from 'vitest';
import { formatHistogram, formatHistogramNotation } from './format-histogram.ts';
import { custom, exponential } from './testing/build.ts';

test('as Prometheus prints it: non-empty buckets in the order of their bounds', () => {
  const histogram = exponential({
    sum: 2.5,
    zeroThreshold: 0.001,
    zeroCount: 2,
    negative: { 0: 1, 1: 3 },
    positive: { 1: 4, 2: 0, 3: 1e7 },
  });
  expect(formatHistogram(histogram)).toBe(
    '{count:1.000001e+07, sum:2.5, [-2,-1):3, [-1,-0.5):1, [-0.001,0.001]:2, (1,2]:4, (4,8]:1e+07}',
  );
  expect(formatHistogram(custom([5], { 0: 1, 1: 2 }))).toBe('{count:3, sum:0, [-Inf,5]:1, (5,+Inf]:2}');
  expect(formatHistogram(exponential({}))).toBe('{count:0, sum:0}');
});

test('the notation of scripts writes gaps as empty buckets', () => {
  expect(
    formatHistogramNotation(
      exponential({
        schema: 3,
        sum: 4.5,
        zeroCount: 1,
        zeroThreshold: 0.001,
        counterResetHint: 'gauge',
        positive: { 1: 0, 2: 1, 4: 3 },
        negative: { 0: 7 },
      }),
    ),
  ).toBe(
    '{{schema:3 count:12 sum:4.5 z_bucket:1 z_bucket_w:0.001 counter_reset_hint:gauge offset:2 buckets:[1 0 3] n_buckets:[7]}}',
  );
  expect(formatHistogramNotation(custom([5, 10], { 1: 2 }))).toBe(
    '{{schema:-53 count:2 custom_values:[5 10] offset:1 buckets:[2]}}',
  );
});
