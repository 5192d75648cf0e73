import { expect, test } from 'vitest';
import { addHistograms, subtractHistograms } from './add.ts';
import { compactHistogram } from './compact.ts';
import { formatHistogramNotation } from './format-histogram.ts';
import type { CounterResetHint, Histogram } from './histogram.ts';
import { custom, exponential } from './testing/build.ts';

const text = (histogram: Histogram | undefined) =>
  histogram === undefined ? null : formatHistogramNotation(compactHistogram(histogram));

test('the same layout', () => {
  const a = exponential({ sum: 5, zeroCount: 1, positive: { 0: 1, 3: 2 }, negative: { 1: 1 } });
  expect(text(addHistograms(a, a)?.histogram)).toBe(
    '{{count:10 sum:10 z_bucket:2 buckets:[2 0 0 4] n_offset:1 n_buckets:[2]}}',
  );
  expect(text(subtractHistograms(a, a)?.histogram)).toBe('{{}}');
});

test('buckets before, between and behind', () => {
  const a = exponential({ positive: { 0: 1, 4: 1 } });
  const b = exponential({ positive: { [-2]: 2, 1: 3, 3: 4, 4: 5, 7: 6 } });
  expect(text(addHistograms(a, b)?.histogram)).toBe('{{count:22 offset:-2 buckets:[2 0 1 3 0 4 6 0 0 6]}}');
  expect(text(subtractHistograms(a, b)?.histogram)).toBe('{{count:-18 offset:-2 buckets:[-2 0 1 -3 0 -4 -4 0 0 -6]}}');
});

test('the finer schema is reduced, on either side', () => {
  const coarse = exponential({ schema: 0, positive: { 1: 1 }, negative: { 2: 1 } });
  const fine = exponential({ schema: 1, positive: { 1: 2, 2: 3, 3: 4 }, negative: { 4: 5 } });
  const expected = '{{count:16 offset:1 buckets:[6 4] n_offset:2 n_buckets:[6]}}';
  expect(text(addHistograms(coarse, fine)?.histogram)).toBe(expected);
  expect(text(addHistograms(fine, coarse)?.histogram)).toBe(expected);
});

test('the wider zero bucket swallows buckets, and is widened to the end of one that it would cut', () => {
  const narrow = exponential({
    zeroThreshold: 0.001,
    zeroCount: 1,
    positive: { 0: 2, 1: 3, 2: 4 },
    negative: { 0: 5 },
  });
  const wide = exponential({ zeroThreshold: 1, zeroCount: 10 });
  expect(text(addHistograms(narrow, wide)?.histogram)).toBe(
    '{{count:25 z_bucket:18 z_bucket_w:1 offset:1 buckets:[3 4]}}',
  );
  expect(text(addHistograms(wide, narrow)?.histogram)).toBe(
    '{{count:25 z_bucket:18 z_bucket_w:1 offset:1 buckets:[3 4]}}',
  );
  const cutting = exponential({ zeroThreshold: 1.5, zeroCount: 10 });
  expect(text(addHistograms(narrow, cutting)?.histogram)).toBe(
    '{{count:25 z_bucket:21 z_bucket_w:2 offset:2 buckets:[4]}}',
  );
  expect(text(addHistograms(cutting, narrow)?.histogram)).toBe(
    '{{count:25 z_bucket:21 z_bucket_w:2 offset:2 buckets:[4]}}',
  );
});

test('a bucket on one side widens the zero bucket on both', () => {
  const both = exponential({ positive: { 1: 1, 2: 1 }, negative: { 1: 1, 3: 1 } });
  // 1.5 lies in negative bucket (1,2] and so takes positive (1,2] along, but no further.
  const sum = addHistograms(both, exponential({ zeroThreshold: 1.5 }));
  expect(text(sum?.histogram)).toBe(
    '{{count:4 z_bucket:2 z_bucket_w:2 offset:2 buckets:[1] n_offset:3 n_buckets:[1]}}',
  );
});

test('an empty bucket does not widen the zero bucket', () => {
  const sum = addHistograms(exponential({ positive: { 1: 0, 2: 1 } }), exponential({ zeroThreshold: 1.5 }));
  expect(text(sum?.histogram)).toBe('{{count:1 z_bucket_w:1.5 offset:2 buckets:[1]}}');
});

test('custom buckets: the same bounds', () => {
  const sum = addHistograms(custom([5, 10], { 0: 1, 2: 1 }), custom([5, 10], { 1: 4 }));
  expect(sum?.boundsReconciled).toBe(false);
  expect(text(sum?.histogram)).toBe('{{schema:-53 count:6 custom_values:[5 10] buckets:[1 4 1]}}');
});

test('custom buckets: only shared bounds are left', () => {
  const a = custom([1, 5, 10], { 0: 1, 1: 2, 2: 3, 3: 4 });
  const b = custom([2, 5, 20], { 0: 10, 1: 20, 2: 30, 3: 40 });
  const sum = addHistograms(a, b);
  expect(sum?.boundsReconciled).toBe(true);
  expect(text(sum?.histogram)).toBe('{{schema:-53 count:110 custom_values:[5] buckets:[33 77]}}');
  expect(text(subtractHistograms(b, a)?.histogram)).toBe('{{schema:-53 count:90 custom_values:[5] buckets:[27 63]}}');
  const nothingShared = addHistograms(custom([1], { 0: 1, 1: 2 }), custom([2], { 0: 3, 1: 4 }));
  expect(text(nothingShared?.histogram)).toBe('{{schema:-53 count:10 custom_values:[] buckets:[10]}}');
});

test('exponential and custom buckets do not add up', () => {
  expect(addHistograms(exponential({}), custom([1], {}))).toBeNull();
  expect(subtractHistograms(custom([1], {}), exponential({}))).toBeNull();
});

test.each<[CounterResetHint, CounterResetHint, CounterResetHint, boolean]>([
  ['unknown', 'unknown', 'unknown', false],
  ['reset', 'reset', 'reset', false],
  ['gauge', 'reset', 'gauge', false],
  ['not_reset', 'gauge', 'gauge', false],
  ['unknown', 'not_reset', 'unknown', false],
  ['reset', 'unknown', 'unknown', false],
  ['reset', 'not_reset', 'unknown', true],
  ['not_reset', 'reset', 'unknown', true],
])('%s and %s make %s', (a, b, hint, collision) => {
  const one = exponential({ counterResetHint: a });
  const other = exponential({ counterResetHint: b });
  for (const combined of [addHistograms(one, other), subtractHistograms(one, other)]) {
    expect(combined?.histogram.counterResetHint).toBe(hint);
    expect(combined?.counterResetCollision).toBe(collision);
  }
});

test('operands stay what they were', () => {
  const a = exponential({ zeroThreshold: 0.001, positive: { 0: 2, 1: 3 } });
  const b = exponential({ schema: 1, zeroThreshold: 0.6, positive: { 3: 2 } });
  const before = [formatHistogramNotation(a), formatHistogramNotation(b)];
  addHistograms(a, b);
  subtractHistograms(b, a);
  expect([formatHistogramNotation(a), formatHistogramNotation(b)]).toEqual(before);
});
