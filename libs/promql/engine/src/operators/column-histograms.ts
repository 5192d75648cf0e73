/** Native histograms where only floats count. */
import type { StepColumn } from '@chimera/tsdb-storage';

/** Makes the steps that hold a histogram absent; true when there was one. */
export function removeHistograms(column: StepColumn): boolean {
  const { histograms } = column;
  if (histograms === null) return false;
  let removed = false;
  for (let k = 0; k < column.count; k++) {
    if (column.present[k] === 0 || (histograms[k] ?? null) === null) continue;
    column.present[k] = 0;
    removed = true;
  }
  column.histograms = null;
  return removed;
}

/** As {@link removeHistograms}, and sets `seen[k]` to 1 for each step that had one. */
export function moveHistograms(column: StepColumn, seen: Uint8Array): boolean {
  const { histograms } = column;
  if (histograms === null) return false;
  for (let k = 0; k < column.count; k++) {
    if (column.present[k] === 1 && (histograms[k] ?? null) !== null) seen[k] = 1;
  }
  return removeHistograms(column);
}
