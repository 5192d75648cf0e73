import { expect, test } from 'vitest';
import { bucketIndexAt, bucketIndexes, sameSpans, spansOf } from './spans.ts';

const spans = [
  { offset: -2, length: 2 },
  { offset: 0, length: 0 },
  { offset: 3, length: 1 },
  { offset: 0, length: 2 },
];

test('spans name absolute indexes', () => {
  expect([...bucketIndexes(spans, 5)]).toEqual([-2, -1, 3, 4, 5]);
  expect([0, 1, 2, 3, 4].map((position) => bucketIndexAt(spans, position))).toEqual([-2, -1, 3, 4, 5]);
});

test('indexes become the tightest spans', () => {
  expect(spansOf(Int32Array.of(-2, -1, 3, 4, 5))).toEqual([
    { offset: -2, length: 2 },
    { offset: 3, length: 3 },
  ]);
  expect(spansOf(new Int32Array(0))).toEqual([]);
});

test('the same buckets, differently cut', () => {
  expect(sameSpans(spans, spansOf(bucketIndexes(spans, 5)))).toBe(true);
  expect(sameSpans([], [{ offset: 4, length: 0 }])).toBe(true);
  expect(sameSpans(spans, spans.slice(0, 3))).toBe(false);
  expect(sameSpans([{ offset: 0, length: 2 }], [{ offset: 1, length: 2 }])).toBe(false);
});
