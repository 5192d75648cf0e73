import { SampleBuffer, StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { RangeInput } from './range-input.ts';
import { extrapolatedChange } from './rate.ts';

/** One window of 60 s that ends at 60 s, over samples of [seconds, value]. */
function change(
  samples: readonly (readonly [number, number])[],
  isCounter: boolean,
  perSecond: boolean,
): number | null {
  const buffer = new SampleBuffer();
  for (const [seconds, value] of samples) {
    buffer.timestamps[buffer.count] = 1_000 * seconds;
    buffer.values[buffer.count++] = value;
  }
  const input = new RangeInput({ firstMs: 60_000, strideMs: 0, count: 1 }, 60_000, {
    startMs: 60_000,
    stepMs: 1,
    count: 1,
  });
  input.load(buffer);
  const out = new StepColumn(1);
  extrapolatedChange(isCounter, perSecond)(input, out);
  return out.present[0] === 1 ? (out.values[0] as number) : null;
}

test('samples near both ends of the window: the change is extrapolated to them', () => {
  const samples = [
    [10, 100],
    [20, 110],
    [30, 120],
    [40, 130],
    [50, 140],
    [60, 150],
  ] as const;
  expect(change(samples, true, false)).toBeCloseTo(60, 12);
  expect(change(samples, true, true)).toBeCloseTo(1, 12);
});

test('far from an end, only by half the distance between samples', () => {
  // 20 s of data; 5 s before the first sample and 5 s after the last one are assumed.
  expect(
    change(
      [
        [20, 100],
        [30, 110],
        [40, 120],
      ],
      true,
      false,
    ),
  ).toBeCloseTo(30, 12);
});

test('a counter is not extrapolated below zero, a gauge is', () => {
  const samples = [
    [10, 2],
    [20, 12],
    [30, 22],
    [40, 32],
    [50, 42],
    [60, 52],
  ] as const;
  expect(change(samples, true, false)).toBeCloseTo(52, 12);
  expect(change(samples, false, false)).toBeCloseTo(60, 12);
});

test('a fall is a reset for a counter, and a fall for a gauge', () => {
  const samples = [
    [10, 50],
    [20, 60],
    [30, 5],
    [40, 15],
    [50, 25],
    [60, 35],
  ] as const;
  // 35 - 50 + 60 = 45 over 50 s, extrapolated to 60 s.
  expect(change(samples, true, false)).toBeCloseTo(54, 12);
  expect(change(samples, false, false)).toBeCloseTo(-18, 12);
});

test('the window is open on the left: a sample at its start does not count; one sample is not enough', () => {
  expect(
    change(
      [
        [0, 5],
        [60, 10],
      ],
      true,
      false,
    ),
  ).toBe(null);
});
