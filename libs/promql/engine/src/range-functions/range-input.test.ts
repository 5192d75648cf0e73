import { SampleBuffer } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { RangeInput } from './range-input.ts';

function samplesAt(...times: readonly number[]): SampleBuffer {
  const samples = new SampleBuffer();
  samples.timestamps.set(times);
  samples.count = times.length;
  return samples;
}

function windows(input: RangeInput): [number, number][] {
  return Array.from(input.from, (from, k) => [from, input.to[k] as number]);
}

test('windows are open on the left and closed on the right', () => {
  const input = new RangeInput({ firstMs: 100, strideMs: 50, count: 4 }, 100, { startMs: 100, stepMs: 50, count: 4 });
  input.load(samplesAt(0, 50, 100, 150, 151));
  expect(windows(input)).toEqual([
    [1, 3],
    [2, 4],
    [3, 5],
    [4, 5],
  ]);
});

test('gaps and empty series give empty windows', () => {
  const input = new RangeInput({ firstMs: 0, strideMs: 100, count: 3 }, 50, { startMs: 0, stepMs: 100, count: 3 });
  input.load(samplesAt(-40, 30, 160));
  expect(windows(input)).toEqual([
    [0, 1],
    [2, 2],
    [2, 3],
  ]);
  input.load(samplesAt());
  expect(windows(input)).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
});

test('without a stride all windows are the same', () => {
  const input = new RangeInput({ firstMs: 100, strideMs: 0, count: 2 }, 60, { startMs: 0, stepMs: 100, count: 2 });
  input.load(samplesAt(40, 41, 100, 101));
  expect(windows(input)).toEqual([
    [1, 3],
    [1, 3],
  ]);
});
