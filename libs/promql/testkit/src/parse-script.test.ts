import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { parseScript } from './parse-script.ts';
import type { Command, EvalCommand, LoadCommand } from './script.ts';

const only = <K extends Command['kind']>(text: string, kind: K): Extract<Command, { kind: K }> => {
  const [command, ...rest] = parseScript(text);
  expect(rest).toEqual([]);
  expect(command).toMatchObject({ kind });
  return command as Extract<Command, { kind: K }>;
};
const evalOf = (text: string): EvalCommand => only(text, 'eval');
const loadOf = (text: string): LoadCommand => only(text, 'load');
const invalid = (text: string): string => only(text, 'invalid').message;

test('commands, comments and blank lines', () => {
  const script = parseScript('# head\n\nclear\nload 5m\n  m 1 2\n\n  # between\neval instant at 0 m\n  m 1\n');
  expect(script.map(({ kind, line }) => [kind, line])).toEqual([
    ['clear', 3],
    ['load', 4],
    ['eval', 8],
  ]);
});

test('a load', () => {
  const load = loadOf('load_with_nhcb 10s53ms\n m{a="1"} 1 2\n m{a="1"} 3\n n{} _x2');
  expect(load).toMatchObject({ stepMs: 10_053, withCustomBuckets: true });
  // The last line of a series wins.
  expect(load.series.map(({ labels, points }) => [labels, points.length])).toEqual([
    [['__name__', 'm', 'a', '1'], 1],
    [['__name__', 'n'], 2],
  ]);
});

test('start timestamps belong to the next line; a default is repeated', () => {
  const load = loadOf('load 1m\n @st -1s _\n a 1 2 3\n b{x="y"}@st -30s _\n b{x="y"} 1 2');
  expect(load.series.map(({ startOffsets }) => startOffsets)).toEqual([
    [-1_000, null, -1_000],
    [-30_000, null],
  ]);
});

test.each([
  ['load x\n m 1', 'not a valid duration: "x"'],
  ['load', 'not a load command: "load"'],
  ['load 1m\n a@st 1s\n b 1', 'the @st line before is for another series (line 3)'],
  ['load 1m\n a@st 1s\n a 1 2', 'the @st line before has 1 values, this line 2 (line 3)'],
  ['load 1m\n a@st 1s', 'an @st line has no sample line after it'],
  ['load 1m\n m 1 @ 2', 'cannot read series values at "@ 2"'],
  ['lode 1m', 'unknown command "lode 1m"'],
  ['eval instant m', 'x'],
])('%j is invalid', (text, message) => {
  if (message === 'x') expect(evalOf(text)).toMatchObject({ expression: 'm' });
  else expect(invalid(text)).toContain(message);
});

test('an instant eval', () => {
  const command = evalOf('eval instant at 1h30m sum by (a) (rate(m[5m]))\n  {a="1"} 3\n  {a="2"} NaN');
  expect(command).toMatchObject({
    expression: 'sum by (a) (rate(m[5m]))',
    mode: { kind: 'instant', timeMs: 5_400_000 },
    expected: { ordered: false, fail: null, warn: [], info: [], noWarn: false, noInfo: false },
  });
  expect(command.expected.value).toMatchObject({ kind: 'series', grid: null, series: [{ labels: ['a', '1'] }, {}] });
});

test('a range eval', () => {
  const { mode, expected, expression } = evalOf('eval range from 0 to 5m step 90s m offset 1m\n m 1 _ 3x1');
  const grid = { startMs: 0, stepMs: 90_000, count: 4, endMs: 300_000 };
  expect(expression).toBe('m offset 1m');
  expect(mode).toEqual({ kind: 'range', grid });
  expect(expected.value).toMatchObject({ kind: 'series', grid });
});

test('a range vector is asked for at the end of its range', () => {
  const { mode, expected } = evalOf('eval instant at 7m m[1m]\n expect range vector from 10s to 1m step 10s\n m 1 2');
  expect(mode).toEqual({ kind: 'instant', timeMs: 60_000 });
  expect(expected.value).toMatchObject({ grid: { startMs: 10_000, stepMs: 10_000, count: 6 } });
});

test('expectations', () => {
  const { expected } = evalOf(
    'eval instant at 0 m\n expect ordered\n expect warn msg: a b\n expect warn regex: ^c+$\n expect info\n expect fail msg:oh: no\n m 1',
  );
  expect(expected).toMatchObject({
    ordered: true,
    warn: [
      { kind: 'text', text: 'a b' },
      { kind: 'regex', regex: /^c+$/ },
    ],
    info: [{ kind: 'any' }],
    fail: { kind: 'text', text: 'oh: no' },
  });
  expect(evalOf('eval instant at 0 m\n expect no_warn\n expect no_info').expected).toMatchObject({
    noWarn: true,
    noInfo: true,
  });
});

test('strings and scalars', () => {
  const value = (line: string) => evalOf(`eval instant at 0 m\n ${line}`).expected.value;
  expect(value('expect string "a\\"b"')).toEqual({ kind: 'string', value: 'a"b' });
  expect(value('expect string ` x `')).toEqual({ kind: 'string', value: ' x ' });
  expect(value('-1.5')).toEqual({ kind: 'scalar', point: { kind: 'float', value: -1.5 } });
  expect(value('Inf')).toEqual({ kind: 'scalar', point: { kind: 'float', value: Infinity } });
});

test('a bare number ends the eval', () => {
  const script = parseScript('eval instant at 0 1\n 1\neval instant at 0 2\n 2');
  expect(script.map(({ line }) => line)).toEqual([1, 3]);
});

test('deprecated forms', () => {
  expect(evalOf('eval_fail instant at 0 m').expected.fail).toEqual({ kind: 'any' });
  expect(evalOf('eval_fail instant at 0 m\n expected_fail_message oh no').expected.fail).toEqual({
    kind: 'text',
    text: 'oh no',
  });
  expect(evalOf('eval_fail range from 0 to 1m step 1m m\n expected_fail_regexp oh.*').expected.fail).toMatchObject({
    kind: 'regex',
  });
  expect(evalOf('eval_warn instant at 0 m').expected.warn).toEqual([{ kind: 'any' }]);
  expect(evalOf('eval_info range from 0 to 1m step 1m m').expected.info).toEqual([{ kind: 'any' }]);
  expect(evalOf('eval_ordered instant at 0 m').expected.ordered).toBe(true);
});

test.each([
  ['eval now m', 'not an eval command'],
  ['eval range from 5m to 1m step 1m m', 'the end 1m is before the start 5m'],
  ['eval range from 0 to 1m step 0 m', 'the step must be above 0'],
  ['eval instant at 0 m\n expect nothing', 'not an expectation: "expect nothing"'],
  ['eval instant at 0 m\n expect string foo', 'not a quoted string: "expect string foo"'],
  ['eval instant at 0 m\n expect warn\n expect no_warn', 'expect warn and expect no_warn exclude each other'],
  ['eval instant at 0 m\n expect info\n expect no_info', 'expect info and expect no_info exclude each other'],
  ['eval instant at 0 m\n expect fail\n expect fail', 'more than one expectation of a failure'],
  ['eval instant at 0 m\n m 1 2', 'several values in an instant eval'],
])('%j is an invalid eval', (text, message) => {
  expect(invalid(text)).toContain(message);
  expect(only(text, 'invalid').isEval).toBe(true);
});

test('parsing goes on after an invalid command', () => {
  const script = parseScript('load x\n m 1\n\neval instant at 0 m\n m 1');
  expect(script.map(({ kind }) => kind)).toEqual(['invalid', 'eval']);
});

test('no text makes the parser throw', () => {
  const random = seededRandom(7);
  const words = [
    'load',
    ' 5m',
    '\n',
    '\n\n',
    'eval instant at 0 ',
    'm{a="b"}',
    '{{',
    '}}',
    'count:1',
    ' 1+1x3',
    '_',
    '"',
    '@st',
    ' -1m',
  ];
  const more = [
    'expect ',
    'fail',
    'warn',
    ' msg: x',
    ' regex: (',
    'range vector from 0 to 1m step 1m',
    'stale',
    '`',
    'x9',
    '\u{1F600}',
  ];
  const deadline = Date.now() + 1_000;
  for (let i = 0; i < 3_000 && Date.now() < deadline; i++) {
    const text = Array.from({ length: random.int(1, 30) }, () => random.pick([...words, ...more])).join('');
    expect(() => parseScript(text), JSON.stringify(text)).not.toThrow();
  }
});
