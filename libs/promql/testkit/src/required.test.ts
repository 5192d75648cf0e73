import { expect, test } from 'vitest';
import { parseScript } from './parse-script.ts';
import { requiredLines } from './required.ts';

/** The lines of the required evals. */
const required = (text: string): number[] => {
  const script = parseScript(text);
  const lines = requiredLines(script);
  return script
    .filter(({ kind, line }) => kind !== 'load' && kind !== 'clear' && lines.has(line))
    .map(({ line }) => line);
};

test('plain evals are required', () => {
  expect(required('load 1m\n m 1\n\neval instant at 0 m\n m 1\n\neval instant at 0 m @ 1 offset -1m\n')).toEqual([
    4, 7,
  ]);
});

test.each([
  'load 1m\n m {{count:1}}\n',
  'load_with_nhcb 1m\n m 1\n',
  'load 1m\n m@st 1m\n m 1\n',
  'eval instant at 0 n\n n {{}}\n',
])('%j takes its whole block out, up to the next clear', (text) =>
  expect(required(`eval instant at 0 m\n\n${text}\nclear\neval instant at 0 m\n`)).toHaveLength(1),
);

test.each(['limitk(1, m)', 'info(m)', 'm[2*5m]', 'rate(m[5m] anchored)', 'm + fill(0) m', 'sort_by_label(m, "a")'])(
  '%s is experimental, its neighbours are not',
  (expression) => expect(required(`eval instant at 0 ${expression}\n\neval instant at 0 m\n`)).toEqual([3]),
);

test('what no parser reads stays required, and so fails', () => {
  expect(required('eval instant at 0 m +\n\neval nonsense\n')).toEqual([1, 3]);
});

test('a load is required like the evals after it', () => {
  const script = parseScript('load 1m\n m 1\n\nclear\nload_with_nhcb 1m\n m 1\n');
  expect([...requiredLines(script)]).toEqual([1]);
});
