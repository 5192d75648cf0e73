import { labelsFrom } from '@chimera/tsdb-model';
import { expect, test } from 'vitest';
import { DEFAULT_ENGINE_OPTIONS } from '../options.ts';
import { labelText } from '../testing/fakes.ts';
import { classicHistograms, parseFloatAsGo } from './classic-histograms.ts';

test.each<[string, number | null]>([
  ['0.5', 0.5],
  ['+Inf', Infinity],
  ['inf', Infinity],
  ['-infinity', -Infinity],
  ['1e3', 1000],
  ['.5', 0.5],
  ['5.', 5],
  ['NaN', Number.NaN],
  ['', null],
  [' 1', null],
  ['1e400', null],
  ['0x10', null],
  ['Hello World', null],
])('le=%j is %s', (text, expected) => {
  expect(parseFloatAsGo(text)).toBe(expected);
});

test('buckets of the same labels belong together, sorted by bound', () => {
  const series = [
    { __name__: 'b', job: 'x', le: '+Inf' },
    { __name__: 'b', job: 'y', le: '1' },
    { __name__: 'b', job: 'x', le: '0.5' },
    { __name__: 'b', job: 'x', le: 'x' },
    { __name__: 'c', job: 'x', le: '2' },
    { __name__: 'b', job: 'x', le: '10' },
    { __name__: 'b', job: 'y' },
    { __name__: 'b', job: 'y' },
  ].map((labels) => ({ labels: labelsFrom(labels), dropName: false }));
  const { histograms, boundless } = classicHistograms(series, { ...DEFAULT_ENGINE_OPTIONS, delayedNameRemoval: true });
  expect(
    histograms.map(({ output, members, upperBounds, metricName }) => [
      labelText(output.labels),
      output.dropName,
      metricName,
      members,
      [...upperBounds],
    ]),
  ).toEqual([
    ['__name__=b job=x', true, 'b', [2, 5, 0], [0.5, 10, Infinity]],
    ['__name__=b job=y', true, 'b', [1], [1]],
    ['__name__=c job=x', true, 'c', [4], [2]],
  ]);
  expect(histograms.map(({ native }) => native?.index ?? null)).toEqual([null, 6, null]);
  expect(boundless.map(({ index, le, metricName }) => [index, le, metricName])).toEqual([
    [3, 'x', 'b'],
    [7, '', 'b'],
  ]);
});
