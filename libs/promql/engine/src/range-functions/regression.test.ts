import { SampleBuffer, StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { RangeInput } from './range-input.ts';
import { deriv, predictLinear } from './regression.ts';

test('a line is found exactly enough far from the epoch and with huge values', () => {
  const startMs = 1_700_000_000_000;
  const count = 1_000;
  const samples = new SampleBuffer(count);
  for (let i = 0; i < count; i++) {
    samples.timestamps[i] = startMs + 15_000 * i;
    samples.values[i] = 1e12 + 0.25 * 15 * i;
  }
  samples.count = count;
  const grid = { startMs: startMs + 3_600_000, stepMs: 60_000, count: 150 };
  const input = new RangeInput({ firstMs: grid.startMs, strideMs: 60_000, count: 150 }, 3_600_000, grid);
  input.params = [new Float64Array(150).fill(7_200)];
  input.load(samples);
  const out = new StepColumn(150);
  deriv()(input, out);
  for (const slope of out.values) expect(slope).toBeCloseTo(0.25, 6);
  predictLinear()(input, out);
  for (const [k, value] of out.values.entries()) {
    const seconds = (grid.startMs + k * grid.stepMs - startMs) / 1_000 + 7_200;
    expect(value).toBeCloseTo(1e12 + 0.25 * seconds, 2);
  }
});
