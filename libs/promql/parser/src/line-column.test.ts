/** Offsets as lines and columns. */
import { expect, test } from 'vitest';
import { lineColumn, utf8Length } from './line-column.ts';

test.each([
  ['abc', 0, 1, 1],
  ['abc', 3, 1, 4],
  ['a\nbc', 2, 2, 1],
  ['a\n\nbc', 4, 3, 2],
  ['é😀x', 3, 1, 7],
  ['\n', 0, 1, 1],
])('%j at %i', (query, offset, line, column) => {
  expect(lineColumn(query, offset)).toEqual({ line, column });
});

test('utf8Length', () => {
  const text = 'aé日😀';
  expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
});
