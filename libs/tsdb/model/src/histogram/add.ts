/** The sum and the difference of two histograms. */
import type { Histogram } from './histogram.ts';
import { HistogramSum } from './histogram-sum.ts';

export type Combined = {
  /** Not compacted. */
  readonly histogram: Histogram;
  /** One said that its counter was reset and the other that its was not. */
  readonly counterResetCollision: boolean;
  /** Custom bounds differed, only the shared ones are left. */
  readonly boundsReconciled: boolean;
};

/** a + b (Prometheus' Add); null when one has exponential and the other custom buckets. */
export function addHistograms(a: Histogram, b: Histogram): Combined | null {
  const sum = new HistogramSum(a, false);
  return sum.add(b) ? combined(sum) : null;
}

/**
 * a - b (Prometheus' Sub); null as in {@link addHistograms}. The hint follows the same rules as that of a sum; the operator
 * `-` and rates make a gauge of the result.
 */
export function subtractHistograms(a: Histogram, b: Histogram): Combined | null {
  const sum = new HistogramSum(a, false);
  return sum.subtract(b) ? combined(sum) : null;
}

function combined(sum: HistogramSum): Combined {
  return {
    histogram: sum.result(),
    counterResetCollision: sum.counterResetCollision,
    boundsReconciled: sum.boundsReconciled,
  };
}
