import { expect, test } from 'vitest';
import { xxh64 } from './xxh64.ts';

// Lengths on both sides of the 32, 8 and 4 bytes that are taken at once.
test.each([
  ['', 0xef46db3751d8e999n],
  ['a', 0xd24ec4f1a98c6e5bn],
  ['as', 0x1c330fb2d66be179n],
  ['asd', 0x631c37ce72a97393n],
  ['asdf', 0x415872f599cea71en],
  ['Call me Ishmael. Some years ago--never mind how long precisely-', 0x02a2e85470d6fd96n],
])('of %j', (text, hash) => {
  expect(xxh64(new TextEncoder().encode(text))).toBe(hash);
});

test('of bytes in the middle of a buffer', () => {
  const bytes = new TextEncoder().encode('xxasdfxx');
  expect(xxh64(bytes.subarray(2, 6))).toBe(0x415872f599cea71en);
});
