/** Data sets for tests: presets at a fixed time, so that a failure can be repeated. */
import { startFor } from './data-set.js';
import { PRESETS, stepsIn } from './presets.js';
/** Wednesday, 16 September 2026, 12:00 UTC. */
export const WEDNESDAY_NOON_SEC = 1_789_560_000;
/** A preset that ends at `endSec`; `changes` override it. */
export function presetAt(name, randomSeed = 1, changes = {}) {
  const { days, intervalSec, ...sizes } = PRESETS[name];
  const { endSec = WEDNESDAY_NOON_SEC, ...overrides } = changes;
  const interval = overrides.intervalSec ?? intervalSec;
  const steps = overrides.steps ?? stepsIn(days, interval);
  const startSec = startFor(endSec, interval, steps);
  return { ...sizes, intervalSec: interval, steps, startSec, randomSeed, anomalies: 0, ...overrides };
}
