import { expect, test } from 'vitest';
import { overloadCheck } from './overload.ts';

test('writes are refused while too many wait or memory is far over its cap', () => {
  const now = { waiting: 0, usedBytes: 0 };
  const check = overloadCheck({
    waiting: () => now.waiting,
    maxWaiting: 3,
    memory: () => ({ usedBytes: now.usedBytes, maxBytes: 1_000 }),
  });
  expect(check()).toBeNull();
  now.waiting = 3;
  expect(check()).toMatch(/^3 writes wait already: .*--max-waiting-writes$/);
  now.waiting = 2;
  now.usedBytes = 1_250;
  expect(check()).toBeNull();
  now.usedBytes = 1_251;
  expect(check()).toMatch(/^the store takes 1251 bytes, far over its cap of 1000, .*--max-memory$/);
});
