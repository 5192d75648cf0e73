import { expect, test } from 'vitest';
import {
  type FakeSeries,
  fakeContext,
  fakeCustomHistogram,
  fakeHistogram,
  fakeScalar,
  fakeVector,
  valuesByLabels,
} from '../testing/fakes.ts';
import { binaryNode } from '../testing/nodes.ts';
import { binaryVectorScalar } from './binary-vector-scalar.ts';
import { binaryVectors } from './binary-vectors.ts';

type Values = FakeSeries['values'];

const H = fakeHistogram([1, 3]);
const CUSTOM = fakeCustomHistogram([1, 2], [1, 1, 1]);

async function joined(query: string, left: Values, right: Values) {
  const context = fakeContext(left.length);
  const side = (name: string, values: Values) => fakeVector([{ labels: { __name__: name }, values }]);
  const operator = binaryVectors(binaryNode(query), side('a', left), side('b', right), context);
  const [values] = Object.values(await valuesByLabels(operator, left.length));
  return { values, warnings: context.warnings, infos: context.infos() };
}

async function withNumber(query: string, values: Values, number: number) {
  const context = fakeContext(values.length);
  const vector = fakeVector([{ labels: { __name__: 'h' }, values }]);
  const scalar = fakeScalar(...values.map(() => number));
  const operator = binaryVectorScalar(binaryNode(query), vector, scalar, /^\d/.test(query), context);
  return { values: await valuesByLabels(operator, values.length), infos: context.infos() };
}

test('sums and differences, beside floats in the same series', async () => {
  const both = [H, 5, H, null];
  expect((await joined('a + b', both, both)).values).toEqual([
    '{{count:8 sum:8 buckets:[2 6]}}',
    10,
    '{{count:8 sum:8 buckets:[2 6]}}',
    null,
  ]);
  const difference = await joined('a - b', both, [fakeHistogram([1, 1]), 1, null, H]);
  expect(difference.values).toEqual(['{{count:2 sum:2 counter_reset_hint:gauge offset:1 buckets:[2]}}', 4, null, null]);
  expect(difference.infos).toEqual([]);
});

test('products and quotients with floats', async () => {
  const twice = '{{count:8 sum:8 buckets:[2 6]}}';
  expect((await joined('a * b', [H, 2, 2], [2, H, 3])).values).toEqual([twice, twice, 6]);
  expect((await joined('a / b', [H, 1], [0.5, 2])).values).toEqual([twice, 0.5]);
});

test.each([
  ['a + b', [H, 1], [1, H], ['"+": histogram + float', '"+": float + histogram']],
  ['a > b', [5, H], [1, H], ['">": histogram > histogram']],
  ['a == b', [H, 2], [1, 2], ['"==": histogram == float']],
  ['a / b', [1, 1], [H, 1], ['"/": float / histogram']],
  ['a </ b', [1, H], [1, 8], ['"</": float </ float']],
] as const)('%s: what has no meaning is told and has no result', async (query, left, right, infos) => {
  const result = await joined(query, left, right);
  expect(result.infos).toEqual(
    infos.map((message) => `incompatible sample types encountered for binary operator ${message}`),
  );
});

test('with group_right the operands are those that were written', async () => {
  const swapped = await joined('a - on () group_right b', [H, H], [1, fakeHistogram([1])]);
  expect(swapped.values).toEqual([null, '{{count:3 sum:3 counter_reset_hint:gauge offset:1 buckets:[3]}}']);
  expect(swapped.infos).toEqual(['incompatible sample types encountered for binary operator "-": histogram - float']);
  expect((await joined('a </ on () group_right b', [H], [0.5])).values).toEqual(['{{}}']);
});

test('equality: as a filter it keeps the left side, with bool it yields numbers', async () => {
  const left = [H, H, 3, CUSTOM];
  const right = [H, fakeHistogram([1, 4]), 3, CUSTOM];
  const same = '{{count:4 sum:4 buckets:[1 3]}}';
  const custom = '{{schema:-53 count:3 sum:3 custom_values:[1 2] buckets:[1 1 1]}}';
  expect((await joined('a == b', left, right)).values).toEqual([same, null, 3, custom]);
  expect((await joined('a != b', left, right)).values).toEqual([null, same, null, null]);
  expect((await joined('a == bool b', left, right)).values).toEqual([1, 0, 1, 1]);
  expect((await joined('a != bool b', left, right)).values).toEqual([0, 1, 0, 0]);
});

test('layouts that cannot be reconciled, hints that contradict each other, bounds that differ', async () => {
  const layouts = await joined('a + b', [H, 1], [CUSTOM, 1]);
  expect(layouts.values).toEqual([null, 2]);
  expect(layouts.warnings).toEqual(['incompatible bucket layout encountered for binary operator +']);
  const hints = await joined('a - b', [{ ...H, counterResetHint: 'reset' }], [{ ...H, counterResetHint: 'not_reset' }]);
  expect(hints.values).toBeUndefined();
  expect(hints.warnings).toEqual(['conflicting counter resets during histogram subtraction']);
  const bounds = await joined('a + b', [CUSTOM], [fakeCustomHistogram([2], [1, 1])]);
  expect(bounds.values).toEqual(['{{schema:-53 count:5 sum:5 custom_values:[2] buckets:[3 2]}}']);
  expect(bounds.infos).toEqual(['mismatched custom buckets were reconciled during addition']);
});

test('a histogram and a number', async () => {
  const twice = '{{count:8 sum:8 buckets:[2 6]}}';
  expect((await withNumber('h * 2', [H, 3], 2)).values).toEqual({ '': [twice, 6] });
  expect((await withNumber('2 * h', [H, 3], 2)).values).toEqual({ '': [twice, 6] });
  expect((await withNumber('h / 0.5', [H, 3], 0.5)).values).toEqual({ '': [twice, 6] });
  const trimmed = await withNumber('h </ 1', [H, 3], 1);
  expect(trimmed.values).toEqual({ '__name__=h': ['{{count:1 sum:0.7071067811865476 buckets:[1]}}', null] });
  expect(trimmed.infos).toEqual(['incompatible sample types encountered for binary operator "</": float </ float']);
  const compared = await withNumber('1 < bool h', [H, 3], 1);
  expect(compared.values).toEqual({ '': [null, 1] });
  expect(compared.infos).toEqual(['incompatible sample types encountered for binary operator "<": float < histogram']);
});
