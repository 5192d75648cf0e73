import { expect, test } from 'vitest';
import { compareNaturally } from './natural-order.ts';

test('numbers inside text count as numbers', () => {
  const sorted = ['', '1', '2', '10', 'a', 'node-2', 'node-10', 'node-10-b', 'v1.9.1', 'v1.10', 'v2'];
  expect([...sorted].reverse().sort(compareNaturally)).toEqual(sorted);
  expect(compareNaturally('0007', '8')).toBeLessThan(0);
  expect(compareNaturally('007', '7')).not.toBe(0);
  expect(compareNaturally('a'.repeat(3) + '9'.repeat(40), `aaa1${'0'.repeat(40)}`)).toBeLessThan(0);
});
