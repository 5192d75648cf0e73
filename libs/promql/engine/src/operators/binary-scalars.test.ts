import { expect, test } from 'vitest';
import { fakeContext, fakeScalar } from '../testing/fakes.ts';
import { binaryNode } from '../testing/nodes.ts';
import { binaryScalars } from './binary-scalars.ts';

const NAN = Number.NaN;

test.each<[string, [number, number, number][]]>([
  ['1 + 1', [[1, 2, 3]]],
  ['1 - 1', [[1, 2, -1]]],
  ['1 * 1', [[3, 2, 6]]],
  [
    '1 / 1',
    [
      [1, 0, Infinity],
      [-1, 0, -Infinity],
      [0, 0, NAN],
    ],
  ],
  [
    '1 % 1',
    [
      [7, 3, 1],
      [-7, 3, -1],
      [7, Infinity, 7],
      [7, 0, NAN],
      [Infinity, 2, NAN],
    ],
  ],
  [
    '1 ^ 1',
    [
      [2, 10, 1024],
      [1, NAN, 1],
      [-1, Infinity, 1],
      [NAN, 0, 1],
      [-8, 1 / 3, NAN],
    ],
  ],
  [
    '1 atan2 1',
    [
      [1, 0, Math.PI / 2],
      [-0, -1, -Math.PI],
    ],
  ],
  [
    '1 == bool 1',
    [
      [1, 1, 1],
      [1, 2, 0],
      [NAN, NAN, 0],
    ],
  ],
  [
    '1 != bool 1',
    [
      [1, 1, 0],
      [1, 2, 1],
      [NAN, NAN, 1],
    ],
  ],
  [
    '1 > bool 1',
    [
      [2, 1, 1],
      [1, 1, 0],
      [NAN, 1, 0],
    ],
  ],
  [
    '1 < bool 1',
    [
      [1, 2, 1],
      [1, 1, 0],
      [1, NAN, 0],
    ],
  ],
  [
    '1 >= bool 1',
    [
      [1, 1, 1],
      [0, 1, 0],
      [NAN, 1, 0],
    ],
  ],
  [
    '1 <= bool 1',
    [
      [1, 1, 1],
      [2, 1, 0],
      [1, NAN, 0],
    ],
  ],
])('%s', async (query, cases) => {
  const left = fakeScalar(...cases.map(([l]) => l));
  const right = fakeScalar(...cases.map(([, r]) => r));
  const result = await binaryScalars(binaryNode(query), left, right, fakeContext(cases.length)).values();
  expect([...result]).toEqual(cases.map(([, , expected]) => expected));
});
