import { expect, test } from 'vitest';
import { addPresence, intersectPresence, isFull, removePresence } from './presence.ts';

test('sets of steps', () => {
  const to = Uint8Array.of(1, 0, 1, 0);
  addPresence(Uint8Array.of(0, 0, 1, 1), to);
  expect([...to]).toEqual([1, 0, 1, 1]);
  intersectPresence(Uint8Array.of(1, 1, 1, 0), to);
  expect([...to]).toEqual([1, 0, 1, 0]);
  removePresence(Uint8Array.of(1, 0, 0, 0), to);
  expect([...to]).toEqual([0, 0, 1, 0]);
});

test.each([0, 1, 3, 63, 64, 67])('%i steps are full exactly when none is missing', (length) => {
  for (const offset of [0, 1]) {
    const present = new Uint8Array(new ArrayBuffer(length + offset), offset).fill(1);
    expect(isFull(present)).toBe(true);
    for (let k = 0; k < length; k++) {
      present[k] = 0;
      expect(isFull(present)).toBe(false);
      present[k] = 1;
    }
  }
});
