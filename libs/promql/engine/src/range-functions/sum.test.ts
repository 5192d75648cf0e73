import { SampleBuffer, StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import type { RangeKernel } from './kernel.ts';
import { RangeInput } from './range-input.ts';
import { avgOverTime, sumOverTime } from './sum.ts';

/** Results of windows of `size` samples ending at each sample; samples lie 1 s apart. */
function slide(kernel: RangeKernel, values: readonly number[], size: number): number[] {
  const samples = new SampleBuffer();
  samples.reserve(values.length);
  samples.count = values.length;
  for (const [i, value] of values.entries()) {
    samples.timestamps[i] = 1_000 * i;
    samples.values[i] = value;
  }
  const grid = { startMs: 0, stepMs: 1_000, count: values.length };
  const input = new RangeInput({ firstMs: 0, strideMs: 1_000, count: values.length }, 1_000 * size, grid);
  const out = new StepColumn(values.length);
  input.load(samples);
  kernel(input, out);
  return [...out.values];
}

test('small addends survive huge ones that cancel, wherever the window stands', () => {
  const values = [1, 1e100, 1, -1e100, 2, 1e100, 3, -1e100, 4];
  // Windows of four: each holds 1e100 and -1e100 from the fourth sample on.
  expect(slide(sumOverTime(), values, 4).slice(3)).toEqual([2, 3, 3, 5, 5, 7]);
  expect(slide(avgOverTime(), values, 4).slice(3)).toEqual([0.5, 0.75, 0.75, 1.25, 1.25, 1.75]);
});

test('nothing of a huge value is left once it has gone', () => {
  const values = [0.1, 1e308, 0.1, 0.2, 0.3, 0.4];
  expect(slide(sumOverTime(), values, 2).slice(3)).toEqual([0.1 + 0.2, 0.2 + 0.3, 0.3 + 0.4]);
});

test('the mean of values whose sum overflows is finite; the sum is infinite', () => {
  const values = [1e308, 1e308, 1e308, 1e308];
  expect(slide(avgOverTime(), values, 4)[3]).toBeCloseTo(1e308, -300);
  expect(slide(sumOverTime(), values, 4)[3]).toBe(Number.POSITIVE_INFINITY);
});

test('infinities and NaN count only while they are in the window', () => {
  const values = [
    1,
    Number.POSITIVE_INFINITY,
    2,
    3,
    Number.NaN,
    4,
    5,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ];
  const inf = Number.POSITIVE_INFINITY;
  expect(slide(sumOverTime(), values, 2)).toEqual([1, inf, inf, 5, NaN, NaN, 9, -inf, NaN]);
  expect(slide(avgOverTime(), values, 2)).toEqual([1, inf, inf, 2.5, NaN, NaN, 4.5, -inf, NaN]);
});
