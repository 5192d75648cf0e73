/** What is known about counter resets of a histogram that two others were combined into. */
import type { CounterResetHint } from './histogram.ts';

/**
 * The hint of a sum or difference (Prometheus' adjustCounterReset): a gauge wins, then the unknown. A reset combined with
 * none is unknown too, and a collision (see {@link hintsCollide}).
 */
export function combineHints(a: CounterResetHint, b: CounterResetHint): CounterResetHint {
  if (a === b) return a;
  return a === 'gauge' || b === 'gauge' ? 'gauge' : 'unknown';
}

/** Whether one says that its counter was reset and the other that its was not: the caller warns. */
export function hintsCollide(a: CounterResetHint, b: CounterResetHint): boolean {
  return (a === 'reset' && b === 'not_reset') || (a === 'not_reset' && b === 'reset');
}
