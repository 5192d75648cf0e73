/** 500,000 points of a range query as JSON: the aim is under 100 ms. Run: npx vitest bench --project @chimera/http-api-v1 */
import { seededRandom } from '@chimera/testing';
import { bench } from 'vitest';
import { ChunkWriter } from './chunk-writer.ts';
import { writeQueryValue } from './write-result.ts';

const STEPS = 1_440;
const SERIES = 347;
const random = seededRandom(1);

const KINDS = {
  'full precision': () => random.next() / random.next(),
  'two decimals': () => random.int(0, 100_000) / 100,
  integers: () => random.int(0, 1_000_000),
};

for (const [name, next] of Object.entries(KINDS)) {
  const series = Array.from({ length: SERIES }, (_, i) => ({
    labels: ['namespace', 'shop', 'pod', `pod-${i}`],
    timestamps: null,
    values: Float64Array.from({ length: STEPS }, next),
    present: null,
    histograms: null,
  }));
  const grid = { startMs: 1_763_700_000_000, stepMs: 60_000, count: STEPS };
  bench(`500k points, ${name}`, () => {
    writeQueryValue(new ChunkWriter(1e9), { type: 'matrix', grid, series });
  });
}
