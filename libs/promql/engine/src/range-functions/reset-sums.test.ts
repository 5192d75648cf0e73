import { seededRandom } from '@chimera/testing';
import { SampleBuffer } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { ResetSums } from './reset-sums.ts';

function buffer(values: readonly number[]): SampleBuffer {
  const samples = new SampleBuffer();
  samples.reserve(values.length);
  samples.values.set(values);
  samples.count = values.length;
  return samples;
}

test('a counter that never falls has nothing to add', () => {
  expect(new ResetSums().find(buffer([1, 2, 2, 5]))).toBe(false);
  expect(new ResetSums().find(buffer([]))).toBe(false);
});

test('storage that knows of no resets is believed', () => {
  const samples = buffer([5, 1]);
  samples.resetFree = true;
  expect(new ResetSums().find(samples)).toBe(false);
});

test('values before resets inside the run are added', () => {
  const resets = new ResetSums();
  expect(resets.find(buffer([3, 7, 2, 4, 1, 9]))).toBe(true);
  expect(resets.between(0, 5)).toBe(11);
  expect(resets.between(1, 2)).toBe(7);
  expect(resets.between(2, 4)).toBe(4);
  expect(resets.between(2, 3)).toBe(0);
});

test('a small reset after a huge one is exact', () => {
  const resets = new ResetSums();
  resets.find(buffer([1e300, 0, 0.1, 0, 0.2, 0.1]));
  expect(resets.between(1, 5)).toBe(0.1 + 0.2);
});

test('an infinite value lost does not spoil later runs', () => {
  const resets = new ResetSums();
  resets.find(buffer([Number.POSITIVE_INFINITY, 5, 1, 2]));
  expect(resets.between(0, 3)).toBe(Number.POSITIVE_INFINITY);
  expect(resets.between(1, 3)).toBe(5);
});

test('one instance serves many series, and any run agrees with a scan', () => {
  const random = seededRandom(11);
  const resets = new ResetSums();
  for (let round = 0; round < 100; round++) {
    const values = Array.from({ length: random.int(2, 60) }, () => random.int(0, 30) * 10 ** random.int(-3, 12));
    if (!resets.find(buffer(values))) continue;
    const first = random.int(0, values.length - 2);
    const last = random.int(first, values.length - 1);
    let expected = 0;
    for (let i = first + 1; i <= last; i++) {
      if ((values[i] as number) < (values[i - 1] as number)) expected += values[i - 1] as number;
    }
    expect(Math.abs(resets.between(first, last) - expected)).toBeLessThanOrEqual(1e-12 * expected);
  }
});
