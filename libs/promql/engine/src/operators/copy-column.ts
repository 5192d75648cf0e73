/** One step column into another of the same length. */
import type { StepColumn } from '@chimera/tsdb-storage';

/** Copies values, presence and histograms (the array itself is shared). */
export function copyColumn(from: StepColumn, to: StepColumn): void {
  to.values.set(from.values);
  to.present.set(from.present);
  to.histograms = from.histograms;
}
