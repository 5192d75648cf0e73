/**
 * Speed of the head on columns like those of the Kubernetes data set: bulk append, single appends, whole reads, step
 * reads. Run it with `npx vitest bench --project @chimera/tsdb-head`.
 */
import { seededRandom } from '@chimera/testing';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, SampleBuffer, type SeriesSet, StepColumn } from '@chimera/tsdb-storage';
import { bench } from 'vitest';
import { createHead, type Head } from './index.ts';

const SERIES = 360;
const SAMPLES = 5_760;
const STEP = 15_000;
const NOW = 1_700_000_000_000;
const START = NOW - SAMPLES * STEP;

const random = seededRandom(1);
let total = 0;
const shapes: readonly (() => number)[] = [
  () => (total += random.int(0, 3_000_000)) / 1e6,
  () => 4_096 * random.int(100_000, 110_000),
  () => 1,
  () => (total += random.int(0, 40)),
  () => random.int(0, 1_000) / 100,
];
const columns = shapes.map((shape) => Float64Array.from({ length: SAMPLES }, shape));

function filled(): Head {
  const head = createHead({ now: () => NOW, futureToleranceMs: Number.POSITIVE_INFINITY });
  const counts = new AppendCounts();
  for (let n = 0; n < SERIES; n++) {
    const ref = head.series(labelsFrom({ __name__: 'm', n: String(n) })) as number;
    head.appendRegular(ref, START, STEP, columns[n % columns.length] as Float64Array, 0, SAMPLES, counts);
  }
  return head;
}

const head = filled();
const range = { minMs: START, maxMs: NOW };
const set: SeriesSet = await head.querier().select([{ name: '__name__', type: '=', value: 'm' }], range);
const buffer = new SampleBuffer(SAMPLES);

bench(`append ${SERIES} series of ${SAMPLES} samples at once`, () => {
  filled();
});

let live = NOW;
const time = new Float64Array(1);
const value = new Float64Array(1);
bench(`append one sample to each of ${SERIES} series`, () => {
  const counts = new AppendCounts();
  live += STEP;
  time[0] = live;
  for (let n = 0; n < SERIES; n++) {
    value[0] = (live / 1_000) % (n + 7);
    head.append(n, time, value, 0, 1, counts);
  }
});

bench('read all samples', () => {
  for (let i = 0; i < SERIES; i++) set.read(i, range, buffer);
});

for (const stepMs of [15_000, 17_000, 60_000, 300_000]) {
  const grid = { startMs: START, stepMs, count: Math.floor((NOW - START) / stepMs) };
  const column = new StepColumn(grid.count);
  bench(`read steps of ${stepMs} ms`, () => {
    for (let i = 0; i < SERIES; i++) set.readSteps(i, grid, 300_000, column);
  });
}
