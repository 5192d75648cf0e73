import { STALE_NAN_HIGH, STALE_NAN_LOW } from '@chimera/tsdb-model';
import { expect, test } from 'vitest';
import { actualOf } from './actual.ts';
import { compareValue } from './compare-value.ts';
import type { ScriptValue } from './engine-contract.ts';
import { parseHistogram } from './histogram-notation.ts';
import { parseScript } from './parse-script.ts';
import type { EvalCommand } from './script.ts';

/** The mismatch of an eval's expectations with an answer, as text; null when they agree. */
function difference(lines: readonly string[], value: ScriptValue, head = 'eval instant at 0 m'): string | null {
  const command = parseScript([head, ...lines].join('\n'))[0] as EvalCommand;
  const { expected } = command;
  const mismatch = compareValue(expected.value, expected.ordered, actualOf(value));
  return mismatch === null ? null : `${mismatch.message}: ${mismatch.expected} / ${mismatch.got}`;
}

const STALE = new Float64Array(Uint32Array.of(STALE_NAN_LOW, STALE_NAN_HIGH).buffer);

const sample = (a: string, value: number) => ({ labels: ['a', a], value, histogram: null });
const vector = (...samples: ReturnType<typeof sample>[]): ScriptValue => ({ type: 'vector', samples });
const GRID = { startMs: 0, stepMs: 60_000, count: 3 };
const RANGE = 'eval range from 0 to 2m step 1m m';
const row = (a: string, values: Float64Array, present: number[] | null = null) => ({
  labels: ['a', a],
  timestamps: null,
  values,
  present: present === null ? null : Uint8Array.from(present),
  histograms: null,
});
const matrix = (...series: ReturnType<typeof row>[]): ScriptValue => ({ type: 'matrix', grid: GRID, series });

test('equal vectors in any order', () => {
  const lines = ['{a="1"} 1', '{a="2"} 2.0000001'];
  expect(difference(lines, vector(sample('2', 2), sample('1', 1)))).toBeNull();
});

test('another value, a missing series, an extra series, a series twice', () => {
  expect(difference(['{a="1"} 1'], vector(sample('1', 1.1)))).toBe('another value of {a="1"}: 1 / 1.1');
  expect(difference(['{a="1"} 1', '{a="2"} 2'], vector(sample('1', 1)))).toBe(
    'series {a="2"} is missing: 2 / 1 other series',
  );
  expect(difference([], vector(sample('1', 1)))).toBe('series {a="1"} was not expected: no such series / 1');
  expect(difference(['{a="1"} 1'], vector(sample('1', 1), sample('1', 1)))).toBe('series {a="1"} twice: once / 1');
});

test('order counts only when it is expected', () => {
  const lines = ['{a="2"} 2', '{a="1"} 1'];
  const answer = vector(sample('1', 1), sample('2', 2));
  expect(difference(lines, answer)).toBeNull();
  expect(difference(['expect ordered', ...lines], answer)).toBe(
    'series {a="1"} at another position: position 2 / position 1',
  );
});

test('the kind of answer counts', () => {
  expect(difference(['1'], vector(sample('1', 1)))).toBe('not a scalar: scalar 1 / vector of 1: {a="1"} 1');
  expect(difference(['{a="1"} 1'], { type: 'scalar', value: 1 })).toBe('not a vector or matrix: series / scalar 1');
  expect(difference(['{a="1"} 1'], matrix())).toContain('a range vector');
  expect(difference(['1'], { type: 'scalar', value: 1 })).toBeNull();
  expect(difference(['2'], { type: 'scalar', value: 1 })).toBe('another value: scalar 2 / scalar 1');
  expect(difference(['expect string "a"'], { type: 'string', value: 'a' })).toBeNull();
  expect(difference(['expect string "a"'], { type: 'string', value: 'b' })).toBe(
    'another string: string "a" / string "b"',
  );
  expect(difference([], { type: 'string', value: '' })).toContain('not a vector or matrix');
});

test('matrices step by step', () => {
  const lines = ['{a="1"} 1 _ 3'];
  const at = (values: number[], present: number[] | null = null) =>
    difference(lines, matrix(row('1', Float64Array.from(values), present)), RANGE);
  expect(at([1, 9, 3], [1, 0, 1])).toBeNull();
  expect(at([1, 9, 4], [1, 0, 1])).toBe('another value at 120000 of {a="1"}: 1@0 3@120000 / 1@0 4@120000');
  expect(at([1, 9, 3])).toContain('a value too many at 60000');
  expect(at([1, 9, 3], [0, 0, 1])).toContain('no value at 0');
  expect(at([1, 9, 3], [1, 0, 0])).toContain('no value at 120000');
  expect(difference(['{a="1"} 1'], matrix(row('1', Float64Array.of(1, 2))), RANGE)).toContain(
    'a value too many at 60000',
  );
  expect(difference(['{a="1"} 1 2 3 4'], matrix(row('1', Float64Array.of(1, 2, 3))), RANGE)).toContain('more values');
  expect(difference([], matrix(row('1', Float64Array.of(1, 2))), RANGE)).toContain('was not expected');
  expect(difference(lines, matrix(), RANGE)).toBe('series {a="1"} is missing: 1 _ 3 / 0 other series');
});

test('matrices are sorted by labels', () => {
  const lines = ['{a="1"} 1x2', '{a="2"} 2x2'];
  const [one, two] = [row('1', Float64Array.of(1, 1, 1)), row('2', Float64Array.of(2, 2, 2))];
  expect(difference(lines, matrix(one, two), RANGE)).toBeNull();
  expect(difference(lines, matrix(two, one), RANGE)).toBe(
    'the matrix is not sorted by labels at index 1: {a="1"} first / after {a="2"}',
  );
});

test('range vectors by their timestamps', () => {
  const lines = ['expect range vector from 10s to 30s step 10s', '{a="1"} 1 _ 3'];
  const value = (...timestamps: number[]): ScriptValue => ({
    type: 'matrix',
    grid: null,
    series: [{ ...row('1', Float64Array.of(1, 3)), timestamps: Float64Array.from(timestamps) }],
  });
  expect(difference(lines, value(10_000, 30_000))).toBeNull();
  expect(difference(lines, value(10_000, 20_000))).toContain('a value too many at 20000');
});

test('a stale marker equals only a stale marker', () => {
  expect(
    difference(['{a="1"} stale NaN 1'], matrix(row('1', Float64Array.of(STALE[0] as number, Number.NaN, 1))), RANGE),
  ).toBeNull();
  const nan = matrix(row('1', Float64Array.of(Number.NaN)));
  const stale = matrix(row('1', STALE));
  expect(difference(['{a="1"} NaN'], nan, RANGE)).toBeNull();
  expect(difference(['{a="1"} NaN'], stale, RANGE)).toBe('another value at 0 of {a="1"}: NaN@0 / stale@0');
  expect(difference(['{a="1"} stale'], nan, RANGE)).toBe('another value at 0 of {a="1"}: stale@0 / NaN@0');
  expect(difference(['{a="1"} stale'], stale, RANGE)).toBeNull();
});

test('histograms by structure, whatever their layout', () => {
  const answer = (body: string): ScriptValue => ({
    type: 'vector',
    samples: [{ labels: ['a', '1'], value: 0, histogram: parseHistogram(body).histogram }],
  });
  const same = (expected: string, actual: string) => difference([`{a="1"} {{${expected}}}`], answer(actual));
  expect(same('count:3 sum:1 buckets:[1 0 2]', 'count:3 sum:1.0000001 buckets:[0 1 0 2 0] offset:-1')).toBeNull();
  expect(same('count:3 buckets:[1 0 2]', 'count:3 buckets:[1 2]')).toBe(
    'another value of {a="1"}: {{count:3 buckets:[1 0 2]}} / {{count:3 buckets:[1 2]}}',
  );
  expect(same('count:3', 'count:4')).toContain('another value');
  expect(same('schema:1', 'schema:2')).toContain('another value');
  expect(same('z_bucket:1', 'z_bucket:2')).toContain('another value');
  expect(same('z_bucket_w:1', 'z_bucket_w:1.00000000001')).toContain('another value');
  expect(same('n_buckets:[1]', 'n_buckets:[2]')).toContain('another value');
  expect(same('schema:-53 custom_values:[1 2]', 'schema:-53 custom_values:[1 3]')).toContain('another value');
  expect(same('count:1', 'count:1 counter_reset_hint:gauge')).toBeNull();
  expect(same('count:1 counter_reset_hint:unknown', 'count:1 counter_reset_hint:gauge')).toContain('another value');
  expect(difference(['{a="1"} 1'], answer('count:1'))).toBe('another value of {a="1"}: 1 / {{count:1}}');
  expect(difference(['{a="1"} {{count:1}}'], vector(sample('1', 1)))).toBe('another value of {a="1"}: {{count:1}} / 1');
});
