import { expect, it } from 'vitest';
import { BlockPool } from './block-pool.ts';

it('gives an array again only after it was released, the oldest first', () => {
  const pool = new BlockPool();
  const [first, second] = [pool.take(10), pool.take(10)];
  expect(second).not.toBe(first);
  pool.release();
  expect(pool.take(12)).not.toBe(first);
  expect(pool.take(10)).toBe(first);
  expect(pool.take(10)).not.toBe(second);
  pool.release();
  expect(pool.take(10)).toBe(second);
});

it('takes a release too many without harm', () => {
  const pool = new BlockPool();
  pool.release();
  expect(pool.take(3)).toHaveLength(3);
});

it('has room when fewer are in flight, after a release, and when its patience ends', async () => {
  const pool = new BlockPool();
  await pool.room(1, 1e9);
  pool.take(1);
  const waiting = pool.room(1, 1e9);
  pool.release();
  await waiting;
  pool.take(1);
  await pool.room(1, 1);
});
