/** The small preset, whole: 20,736,000 samples. The aim is two seconds with encoding; the generator must never be what one waits for. */
import { bench, describe } from 'vitest';
import { BatchEncoder } from './batches.ts';
import { Simulation } from './simulation.ts';
import { presetAt } from './testing-sets.ts';

describe('the small preset', () => {
  const set = presetAt('small');
  const values = new Float64Array(90 * set.steps);

  bench('values alone', () => {
    for (const _block of new Simulation(set).run(set.steps, () => values)) continue;
  });

  bench('as record batches', () => {
    for (const _batch of new BatchEncoder(new Simulation(set)).batches(set.steps)) continue;
  });
});

describe('one live step of the small preset', () => {
  const encoder = new BatchEncoder(new Simulation(presetAt('small')));
  bench('as a record batch', () => {
    for (const _batch of encoder.nextStep()) continue;
  });
});
