import { expect, test } from 'vitest';
import { fakeClock, seededRandom } from './index.ts';

test('the same seed gives the same sequence, another seed another', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 5 }, () => random.int(0, 1_000_000));
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test('numbers are uniform, within their bounds', () => {
  const random = seededRandom(42);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4_000; i++) counts[random.int(0, 3)]! += 1;
  for (const count of counts) expect(count).toBeGreaterThan(900);
  expect(['a', 'b']).toContain(random.pick(['a', 'b']));
  const value = random.next();
  expect(value).toBeGreaterThanOrEqual(0);
  expect(value).toBeLessThan(1);
});

test('a fake clock moves only when it is moved', () => {
  const clock = fakeClock(1_000);
  clock.advance(500);
  expect(clock.now()).toBe(1_500);
  clock.set(10);
  expect(clock.now()).toBe(10);
});
