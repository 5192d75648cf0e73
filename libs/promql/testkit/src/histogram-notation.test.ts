import { formatHistogramNotation } from '@chimera/tsdb-model';
import { expect, test } from 'vitest';
import { parseHistogram } from './histogram-notation.ts';

test('all keys', () => {
  const body =
    'schema:1 sum:-0.3 count:7.1 z_bucket:7.1 z_bucket_w:0.05 buckets:[5.1 10 7] offset:-3 n_buckets:[4.1 5] n_offset:-5 counter_reset_hint:gauge';
  expect(parseHistogram(body)).toEqual({
    hintSet: true,
    histogram: {
      schema: 1,
      counterResetHint: 'gauge',
      zeroThreshold: 0.05,
      zeroCount: 7.1,
      count: 7.1,
      sum: -0.3,
      positiveSpans: [{ offset: -3, length: 3 }],
      negativeSpans: [{ offset: -5, length: 2 }],
      positiveBuckets: Float64Array.of(5.1, 10, 7),
      negativeBuckets: Float64Array.of(4.1, 5),
      customValues: null,
    },
  });
});

test('custom bounds, blanks in lists, the empty histogram', () => {
  const { histogram } = parseHistogram(' schema:-53 custom_values:[5 10 ] buckets:[ 1 4] ');
  expect(histogram.customValues).toEqual(Float64Array.of(5, 10));
  expect(histogram.positiveBuckets).toEqual(Float64Array.of(1, 4));
  expect(parseHistogram('')).toMatchObject({ hintSet: false, histogram: { schema: 0, count: 0, positiveSpans: [] } });
});

test.each([
  ['schema:x', 'not a number in histogram: "schema:x"'],
  ['buckets:[1 a]', 'not a number in histogram: "buckets:[1 a]"'],
  ['colour:1', 'unknown histogram key in "colour:1"'],
  ['counter_reset_hint:perhaps', 'unknown counter_reset_hint in "counter_reset_hint:perhaps"'],
  ['sum', 'cannot read histogram at "sum"'],
  ['buckets:[1 2', 'cannot read histogram at "buckets:[1 2"'],
])('%s is refused', (body, message) => expect(() => parseHistogram(body)).toThrow(message));

test('a histogram prints as it is written', () => {
  const text = 'schema:3 count:12 sum:4.5 z_bucket:1 z_bucket_w:0.001 offset:2 buckets:[1 0 3] n_buckets:[7]';
  expect(formatHistogramNotation(parseHistogram(text).histogram)).toBe(`{{${text}}}`);
});
