/** Reading back 100 series of 5,760 samples: one day at 15 s; an iteration is 576,000 samples. */
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage, SampleBuffer, type SeriesSet } from '@chimera/tsdb-storage';
import { bench, describe } from 'vitest';
import { chunkFrames } from './stream-chunks.ts';
import { writeTimeSeries } from './write-samples.ts';

const SERIES = 100;
const SAMPLES = 5_760;

describe('576,000 samples', async () => {
  const store = createMemoryStorage();
  const values = Float64Array.from({ length: SAMPLES }, (_, i) => Math.round(1_000 * Math.sin(i / 900)) / 10);
  const ref = store.series(labelsFrom({ __name__: 'm', pod: 'a' })) as number;
  store.appendRegular(ref, 1.76e12, 15_000, values, 0, SAMPLES, new AppendCounts());
  const range = { minMs: 0, maxMs: 2e12 };
  const one = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  one.read(0, range, buffer);
  // Reading is the store's matter: each series is the same buffer.
  const labels = Array.from({ length: SERIES }, (_, i) => labelsFrom({ __name__: 'm', pod: String(i) }));
  const set: SeriesSet = { labels, read: (_, __, out) => void Object.assign(out, buffer), readSteps: () => {} };
  bench('as XOR chunks', () => {
    for (const _ of chunkFrames(set, range, 0, 1 << 20));
  });
  bench('as samples', () => {
    for (const own of labels) writeTimeSeries(own, buffer);
  });
});
