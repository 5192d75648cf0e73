/** The experimental `anchored` and `smoothed`: windows that reach beyond their ends to the samples next to them. */
import type { VectorSelector } from '@chimera/promql-parser';

export type Extension = {
  readonly kind: 'anchored' | 'smoothed';
  /** How far the neighbour of a window's start may be away, milliseconds. */
  readonly beforeMs: number;
  /** The same after its end; 0 for `anchored`, which looks back only. */
  readonly afterMs: number;
};

/** What a selector's modifier asks for; null without one. */
export function rangeExtension({ extension }: VectorSelector, lookbackMs: number): Extension | null {
  if (extension === null) return null;
  return { kind: extension, beforeMs: lookbackMs, afterMs: extension === 'smoothed' ? lookbackMs : 0 };
}

/** The value at `t` on the line through two samples; a counter that fell is taken to have restarted at zero. */
export function interpolate(
  beforeMs: number,
  before: number,
  afterMs: number,
  after: number,
  t: number,
  isCounter: boolean,
): number {
  const from = isCounter && after < before ? 0 : before;
  return from + ((after - from) * (t - beforeMs)) / (afterMs - beforeMs);
}
