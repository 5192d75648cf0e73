import { expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';

it.each([
  ['', 0],
  ['123456789', 0xe3069283],
])('of %j', (text, expected) => {
  expect(crc32c(Buffer.from(text))).toBe(expected);
});
