import { formatHistogramNotation } from '@chimera/tsdb-model';
import { expect, test } from 'vitest';
import { parseHistogram } from './histogram-notation.ts';
import { histogramSeries } from './histogram-series.ts';

const histogram = (body: string) => parseHistogram(body).histogram;

test('buckets of other places join the layout', () => {
  const series = histogramSeries(
    histogram('sum:4 count:4 buckets:[1 2 1]'),
    histogram('sum:2 count:1 buckets:[1] offset:4'),
    1,
    2,
  );
  expect(series.map(formatHistogramNotation)).toEqual([
    '{{count:4 sum:4 buckets:[1 2 1]}}',
    '{{count:5 sum:6 buckets:[1 2 1 0 1]}}',
    '{{count:6 sum:8 buckets:[1 2 1 0 2]}}',
  ]);
});

test('a finer histogram is merged into the coarser layout', () => {
  const [, sum] = histogramSeries(
    histogram('schema:-1 count:1 buckets:[1] offset:1'),
    histogram('count:4 buckets:[2 2] offset:1'),
    1,
    1,
  );
  // Buckets 1 and 2 of schema 0 are bucket 1 of schema -1.
  expect(formatHistogramNotation(sum as NonNullable<typeof sum>)).toBe('{{schema:-1 count:5 offset:1 buckets:[5]}}');
});

test('subtraction drops emptied buckets', () => {
  const [, rest] = histogramSeries(histogram('count:3 buckets:[1 2]'), histogram('count:1 buckets:[1]'), -1, 1);
  expect(rest).toMatchObject({
    count: 2,
    positiveSpans: [{ offset: 1, length: 1 }],
    positiveBuckets: Float64Array.of(2),
  });
});

test.each([
  ['schema:1', 'schema:0', 'cannot merge from schema 0 to 1'],
  ['schema:-53 custom_values:[1]', 'schema:0', 'cannot merge from schema 0 to -53'],
  ['schema:-53 custom_values:[1]', 'schema:-53 custom_values:[2]', 'custom_values differ'],
  ['z_bucket_w:1', 'z_bucket_w:2', 'z_bucket_w 1 and 2 differ'],
])('%s + %s is refused', (a, b, message) => {
  expect(() => histogramSeries(histogram(a), histogram(b), 1, 1)).toThrow(message);
});
