import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import type { Outcome } from './outcome.ts';

type Value = Extract<Outcome, { kind: 'value' }>;

function vector(...samples: [string, number][]): Value {
  const series = samples.map(([job, value]) => ({
    labels: ['job', job],
    points: [{ timestampMs: 0, value, histogram: null }],
  }));
  return { kind: 'value', type: 'vector', text: '', series, warnings: [], infos: [] };
}

const kindOf = (ours: Outcome, reference: Outcome, ordered = false): string | null =>
  compare(ours, reference, { ordered })?.kind ?? null;

test('values are equal within 1e-6, NaN is equal to NaN, and nothing but zero to zero', () => {
  expect(kindOf(vector(['a', 1]), vector(['a', 1 + 1e-9]))).toBeNull();
  expect(kindOf(vector(['a', Number.NaN]), vector(['a', Number.NaN]))).toBeNull();
  expect(kindOf(vector(['a', 1]), vector(['a', 1.001]))).toBe('value');
  expect(kindOf(vector(['a', 0]), vector(['a', 1e-20]))).toBe('value');
  expect(kindOf(vector(['a', Number.POSITIVE_INFINITY]), vector(['a', 1e308]))).toBe('value');
});

test('series, order where it counts, type and remarks', () => {
  expect(kindOf(vector(['a', 1]), vector(['b', 1]))).toBe('series');
  expect(kindOf(vector(['a', 1], ['b', 2]), vector(['b', 2], ['a', 1]))).toBeNull();
  expect(kindOf(vector(['a', 1], ['b', 2]), vector(['b', 2], ['a', 1]), true)).toBe('order');
  expect(kindOf(vector(['a', 1], ['b', 1]), vector(['b', 1], ['a', 1]), true)).toBeNull();
  expect(kindOf(vector(), { ...vector(), type: 'scalar' })).toBe('type');
  expect(kindOf(vector(), { ...vector(), warnings: ['odd'] })).toBe('warnings');
  expect(kindOf(vector(), { ...vector(), infos: ['odd'] })).toBe('infos');
});

test('errors are equal with type and text', () => {
  const error: Outcome = { kind: 'error', type: 'execution', message: 'no' };
  expect(kindOf(error, error)).toBeNull();
  expect(kindOf(error, { ...error, message: 'never' })).toBe('error');
  expect(kindOf(error, vector())).toBe('one-fails');
});

test('numbers in labels are compared as numbers', () => {
  expect(kindOf(vector(['0.2025', 1]), vector(['0.20250000000000004', 1]))).toBeNull();
  expect(kindOf(vector(['0.2025', 1]), vector(['0.2026', 1]))).toBe('series');
});
