import { expect, test } from 'vitest';
import { convertClassicHistograms } from './classic-histograms.ts';
import { formatPoint } from './point.ts';
import { parseSeriesLine } from './series-line.ts';

const load = (...lines: string[]) =>
  convertClassicHistograms(lines.map((line) => ({ ...parseSeriesLine(line), startOffsets: null }))).map(
    ({ labels, points }) => `${labels.join(',')} ${points.map(formatPoint).join(' ')}`,
  );

test('buckets, count and sum become one histogram per time', () => {
  expect(
    load(
      'h_bucket{a="1", le="+Inf"} 6 _ 8',
      'h_bucket{a="1", le="1"} 1 _ 1',
      'h_bucket{a="1", le="2.5"} 4 _ 6',
      'h_count{a="1"} 6 _ 8',
      'h_sum{a="1"} 10 _ 12.5',
      'other 3',
    ),
  ).toEqual([
    '__name__,h,a,1 {{schema:-53 count:6 sum:10 custom_values:[1 2.5] buckets:[1 3 2]}} _ {{schema:-53 count:8 sum:12.5 custom_values:[1 2.5] buckets:[1 5 2]}}',
  ]);
});

test('without +Inf the count is the last bucket; without count the last bucket is', () => {
  expect(load('h_bucket{le="1"} 2', 'h_count 5')).toEqual([
    '__name__,h {{schema:-53 count:5 custom_values:[1] buckets:[2 3]}}',
  ]);
  expect(load('h_bucket{le="1"} 2', 'h_bucket{le="x"} 9')).toEqual([
    '__name__,h {{schema:-53 count:2 custom_values:[1] buckets:[2]}}',
  ]);
});

test('wrong histograms are refused', () => {
  expect(() => load('h_bucket{le="1"} 3', 'h_bucket{le="2"} 2')).toThrow('not cumulative');
  expect(() => load('h_bucket{le="+Inf"} 3', 'h_count 4')).toThrow('the count 4');
  expect(() => load('h_sum 3')).toThrow('needs buckets or a count');
});
