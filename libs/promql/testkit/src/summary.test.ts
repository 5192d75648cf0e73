import { expect, test } from 'vitest';
import { renderCompatTable } from './compat-table.ts';
import type { EvalReport, ScriptReport } from './run-script.ts';
import { formatFailures, formatSummary, isGreen, summarize } from './summary.ts';

const eval_ = (line: number, passes: boolean): EvalReport => ({
  line,
  expression: 'm',
  executions: 3,
  failure: passes
    ? null
    : {
        run: 'with @ at 0: instant query at 0',
        expression: 'm @ 0.000',
        message: 'another value of m',
        expected: '1',
        got: '2',
      },
});
const report = (name: string, ...evals: EvalReport[]): ScriptReport => ({ name, evals, problems: [] });

const GREEN = report('a.test', eval_(3, true), eval_(5, true));
const REPORTS = [GREEN, report('long.test', eval_(1, true), eval_(2, false))];
const BAD_LOAD = { ...report('b', eval_(1, true)), problems: [{ line: 1, message: 'x' }] };

test('sums', () => {
  expect(summarize(REPORTS)).toEqual({
    files: [
      { name: 'a.test', evals: 2, passed: 2, executions: 6, problems: 0 },
      { name: 'long.test', evals: 2, passed: 1, executions: 6, problems: 0 },
    ],
    total: { name: 'all', evals: 4, passed: 3, executions: 12, problems: 0 },
  });
});

test('the printed lines', () => {
  expect(formatSummary(summarize(REPORTS))).toBe(
    [
      'a.test           2/2 passed      6 queries executed',
      'long.test        1/2 passed      6 queries executed',
      'all              3/4 passed     12 queries executed',
    ].join('\n'),
  );
  expect(formatSummary(summarize([BAD_LOAD]))).toContain('1 bad loads or commands');
});

test('failures say where, what, expected and got', () => {
  expect(formatFailures(REPORTS)).toEqual([
    'long.test:2  m\n  another value of m (with @ at 0: instant query at 0)\n  as        m @ 0.000\n  expected  1\n  got       2',
  ]);
  expect(formatFailures([BAD_LOAD])).toEqual(['b:1\n  x']);
});

test('green means that everything passed, and that there was something', () => {
  expect(isGreen(summarize([GREEN]))).toBe(true);
  expect(isGreen(summarize(REPORTS))).toBe(false);
  expect(isGreen(summarize([]))).toBe(false);
  expect(isGreen(summarize([BAD_LOAD]))).toBe(false);
});

test('the compatibility table', () => {
  expect(renderCompatTable(summarize(REPORTS))).toBe(
    [
      '**3 of 4 evals pass**, in 12 queries executed.',
      '',
      '| script | passed | queries executed |',
      '|---|---:|---:|',
      '| a | 2 of 2 | 6 |',
      '| long | 1 of 2 | 6 |',
      '| **all** | **3 of 4** | 12 |',
    ].join('\n'),
  );
});
