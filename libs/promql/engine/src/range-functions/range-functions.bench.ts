/** Kernels over a day of samples at 15 s, a step a minute: the time must not grow with the window. */
import { seededRandom } from '@chimera/testing';
import { SampleBuffer, StepColumn } from '@chimera/tsdb-storage';
import { bench, describe } from 'vitest';
import { RANGE_FUNCTIONS, type RangeFunction } from './index.ts';
import { RangeInput } from './range-input.ts';

const SAMPLES = 5_760;
const GRID = { startMs: 7_000, stepMs: 60_000, count: 1_440 };

function day(): SampleBuffer {
  const random = seededRandom(1);
  const samples = new SampleBuffer(SAMPLES);
  let counter = 0;
  for (let i = 0; i < SAMPLES; i++) {
    counter = random.next() < 0.001 ? 0 : counter + random.next();
    samples.timestamps[i] = 15_000 * i;
    samples.values[i] = counter;
  }
  samples.count = SAMPLES;
  return samples;
}

for (const name of ['rate', 'avg_over_time', 'max_over_time', 'stddev_over_time', 'deriv', 'quantile_over_time']) {
  describe(name, () => {
    for (const [window, rangeMs] of [
      ['5m', 300_000],
      ['1h', 3_600_000],
      ['12h', 43_200_000],
    ] as const) {
      const samples = day();
      const kernel = (RANGE_FUNCTIONS[name] as RangeFunction).kernel();
      const times = { firstMs: GRID.startMs, strideMs: GRID.stepMs, count: GRID.count };
      const input = new RangeInput(times, rangeMs, GRID);
      input.params = [new Float64Array(GRID.count).fill(0.9)];
      const out = new StepColumn(GRID.count);
      bench(window, () => {
        input.load(samples);
        kernel(input, out);
      });
    }
  });
}
