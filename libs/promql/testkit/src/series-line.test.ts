import { expect, test } from 'vitest';
import { formatPoint } from './point.ts';
import { parsePoints, parseSeriesLine } from './series-line.ts';

test.each([
  ['1 2 _ stale', '1 2 _ stale'],
  ['0+10x3', '0 10 20 30'],
  ['1-1x2 -5-1x1', '1 0 -1 -5 -6'],
  ['7x2', '7 7 7'],
  ['_x3 1', '_ _ _ 1'],
  ['Inf -Inf NaN +Inf 1e-3', '+Inf -Inf NaN +Inf 0.001'],
  ['  1\t2  ', '1 2'],
  ['1e+2+1e1x2', '100 110 120'],
  ['{{count:1}}x1 {{}} 2', '{{count:1}} {{count:1}} {{}} 2'],
  ['{{count:1}}+{{count:2}}x2', '{{count:1}} {{count:3}} {{count:5}}'],
  ['{{count:5}}-{{count:2}}x1', '{{count:5}} {{count:3}}'],
  ['', ''],
])('%s', (text, points) => expect(parsePoints(text).map(formatPoint).join(' ')).toBe(points));

test('a+bxN rounds at each step', () => {
  const sum = 0.1 + 0.1 + 0.1;
  expect(parsePoints('0+0.1x3').at(-1)).toEqual({ kind: 'float', value: sum });
});

test.each([
  ['1 foo', 'cannot read series values at "foo"'],
  ['1x', 'cannot read series values at "x"'],
  ['stalex3', 'cannot read series values at "x3"'],
  ['1 {{count:1', 'cannot read series values at "{{count:1"'],
  ['1x10000000', 'repeats too often'],
])('%s is refused', (text, message) => expect(() => parsePoints(text)).toThrow(message));

test('counter reset hints are remembered as written', () => {
  expect(
    parsePoints('{{counter_reset_hint:unknown}} {{}}').map((point) => 'hintSet' in point && point.hintSet),
  ).toEqual([true, false]);
});

test('a line', () => {
  expect(parseSeriesLine('m{b="2", a="1"} 1 _')).toEqual({
    labels: ['__name__', 'm', 'a', '1', 'b', '2'],
    points: [{ kind: 'float', value: 1 }, { kind: 'omitted' }],
  });
  expect(parseSeriesLine('{} {{count:1}}')).toMatchObject({ labels: [], points: [{ kind: 'histogram' }] });
  expect(() => parseSeriesLine('m{a="1 2')).toThrow();
});
