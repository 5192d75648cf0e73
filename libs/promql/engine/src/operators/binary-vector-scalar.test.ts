import { expect, test } from 'vitest';
import { collect, fakeContext, fakeScalar, fakeVector } from '../testing/fakes.ts';
import { binaryNode } from '../testing/nodes.ts';
import { binaryVectorScalar } from './binary-vector-scalar.ts';

const SERIES = [{ labels: { __name__: 'm', a: 'b' }, values: [1, 2, null, Number.NaN] }];

function computed(query: string, scalarIsLeft: boolean, options = {}) {
  const context = fakeContext(4, options);
  const scalar = fakeScalar(2, 2, 2, 2);
  return collect(binaryVectorScalar(binaryNode(query), fakeVector(SERIES), scalar, scalarIsLeft, context), 4);
}

test.each<[string, boolean, string, (number | null)[]]>([
  ['m - 2', false, 'a=b', [-1, 0, null, Number.NaN]],
  ['2 - m', true, 'a=b', [1, 0, null, Number.NaN]],
  ['m < 2', false, '__name__=m a=b', [1, null, null, null]],
  ['2 > m', true, '__name__=m a=b', [1, null, null, null]],
  ['2 <= m', true, '__name__=m a=b', [null, 2, null, null]],
  ['m != 2', false, '__name__=m a=b', [1, null, null, Number.NaN]],
  ['m < bool 2', false, 'a=b', [1, 0, null, 0]],
  ['2 > bool m', true, 'a=b', [1, 0, null, 0]],
])('%s', async (query, scalarIsLeft, labels, values) => {
  expect(await computed(query, scalarIsLeft)).toEqual([{ labels, values, dropName: false }]);
});

test('with delayed name removal the name stays until the end', async () => {
  expect(await computed('m * 2', false, { delayedNameRemoval: true })).toMatchObject([
    { labels: '__name__=m a=b', dropName: true },
  ]);
  expect(await computed('m < 2', false, { delayedNameRemoval: true })).toMatchObject([{ dropName: false }]);
});
