import { expect, test } from 'vitest';
import { quantity, showBytes, showCpu } from './quantity.ts';

test.each([
  ['100m', 0.1],
  ['0.5', 0.5],
  ['2', 2],
  [2, 2],
  ['1Gi', 2 ** 30],
  ['1G', 1e9],
  ['1.5Ki', 1536],
  ['1e3', 1000],
  ['5E', 5e18],
  ['.5', 0.5],
  ['1GB', undefined],
  ['', undefined],
  [undefined, undefined],
])('%s is %s', (text, number) => {
  expect(quantity(text)).toBe(number);
});

test('as people say it', () => {
  expect([showBytes(5.5 * 2 ** 30), showBytes(128 * 2 ** 20), showCpu(2700), showCpu(50)]).toEqual([
    '5.5 GiB',
    '128 MiB',
    '2.7 cores',
    '50m',
  ]);
});
