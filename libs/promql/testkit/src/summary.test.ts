import { expect, test } from 'vitest';
import { renderCompatTable } from './compat-table.ts';
import type { EvalReport, ScriptReport } from './run-script.ts';
import { formatFailures, formatSummary, isGreen, summarize } from './summary.ts';

const eval_ = (line: number, required: boolean, passes: boolean): EvalReport => ({
  line,
  expression: 'm',
  required,
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

const REPORTS = [
  report('a.test', eval_(3, true, true), eval_(5, false, false)),
  report('long.test', eval_(1, true, true), eval_(2, true, false)),
];

test('sums', () => {
  expect(summarize(REPORTS)).toEqual({
    files: [
      {
        name: 'a.test',
        evals: 2,
        passed: 1,
        required: 1,
        requiredPassed: 1,
        executions: 6,
        problems: 0,
        requiredProblems: 0,
      },
      {
        name: 'long.test',
        evals: 2,
        passed: 1,
        required: 2,
        requiredPassed: 1,
        executions: 6,
        problems: 0,
        requiredProblems: 0,
      },
    ],
    total: {
      name: 'all',
      evals: 4,
      passed: 2,
      required: 3,
      requiredPassed: 2,
      executions: 12,
      problems: 0,
      requiredProblems: 0,
    },
  });
});

test('the printed lines', () => {
  expect(formatSummary(summarize(REPORTS), 'all')).toBe(
    'a.test           1/2 passed\nlong.test        1/2 passed\nall              2/4 passed\n12 queries executed',
  );
  expect(formatSummary(summarize(REPORTS), 'foundation').split('\n')[0]).toBe(
    'a.test           1/1 passed  (not required: 0/1)',
  );
});

test('failures say where, what, expected and got', () => {
  expect(formatFailures(REPORTS, 'foundation')).toEqual([
    'long.test:2  m\n  another value of m (with @ at 0: instant query at 0)\n  as        m @ 0.000\n  expected  1\n  got       2',
  ]);
  expect(formatFailures(REPORTS, 'all')).toHaveLength(2);
});

test('green means that everything in the scope passed, and that there was something', () => {
  expect(isGreen(summarize([REPORTS[0] as ScriptReport]), 'foundation')).toBe(true);
  expect(isGreen(summarize([REPORTS[0] as ScriptReport]), 'all')).toBe(false);
  expect(isGreen(summarize(REPORTS), 'foundation')).toBe(false);
  expect(isGreen(summarize([]), 'all')).toBe(false);
  const bad = { ...report('b', eval_(1, true, true)), problems: [{ line: 1, message: 'x', required: false }] };
  expect(isGreen(summarize([bad]), 'all')).toBe(false);
  expect(formatFailures([bad], 'all')).toEqual(['b:1\n  x']);
  expect(isGreen(summarize([bad]), 'foundation')).toBe(true);
  expect(formatFailures([bad], 'foundation')).toEqual([]);
  const worse = { ...bad, problems: [{ line: 1, message: 'x', required: true }] };
  expect(isGreen(summarize([worse]), 'foundation')).toBe(false);
  expect(formatFailures([worse], 'foundation')).toEqual(['b:1\n  x']);
  expect(formatSummary(summarize([worse]), 'foundation')).toContain('1 bad loads or commands');
});

test('the compatibility table', () => {
  expect(renderCompatTable(summarize(REPORTS))).toBe(
    [
      '| script | evals | required | required passed | all passed |',
      '|---|---:|---:|---:|---:|',
      '| a | 2 | 1 | 1 | 1 |',
      '| long | 2 | 2 | 1 | 1 |',
      '| **all** | 4 | 3 | 2 | 2 |',
    ].join('\n'),
  );
});
