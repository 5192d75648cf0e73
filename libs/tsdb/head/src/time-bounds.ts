/**
 * Which times samples may have: not before the retention, not too far ahead of the clock. Asking the clock costs as much
 * as storing a sample, so it is asked only when a time lies outside what the last answer surely allows: the upper bound
 * only ever rises, and nothing in the younger half of the retention can have become too old unnoticed for long.
 */
import type { HeadLimits } from './options.ts';

export class TimeBounds {
  readonly #limits: HeadLimits;
  #oldestMs = Number.POSITIVE_INFINITY;
  #newestMs = Number.NEGATIVE_INFINITY;
  /** Times from here to `newest` need no new look at the clock. */
  #sureMs = Number.POSITIVE_INFINITY;

  constructor(limits: HeadLimits) {
    this.#limits = limits;
  }

  /** Whether a sample may have this time; NaN may not. */
  allow(timeMs: number): boolean {
    return (timeMs >= this.#sureMs && timeMs <= this.#newestMs) || this.#allowNow(timeMs);
  }

  /** For a time that is not allowed: whether it is too far ahead, not too old. */
  isTooNew(timeMs: number): boolean {
    return timeMs > this.#newestMs;
  }

  /** Asks the clock. */
  refresh(): void {
    const { now, retentionMs, futureToleranceMs } = this.#limits;
    const nowMs = now();
    // Without limits any whole millisecond is fine; infinity is not a time.
    this.#oldestMs = Math.max(Number.MIN_SAFE_INTEGER, nowMs - retentionMs);
    this.#sureMs = Math.max(Number.MIN_SAFE_INTEGER, nowMs - retentionMs / 2);
    this.#newestMs = Math.min(Number.MAX_SAFE_INTEGER, nowMs + futureToleranceMs);
  }

  #allowNow(timeMs: number): boolean {
    this.refresh();
    return timeMs >= this.#oldestMs && timeMs <= this.#newestMs;
  }
}
