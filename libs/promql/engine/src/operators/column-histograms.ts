/** Native histograms where only floats count. */
import type { Histogram } from '@chimera/tsdb-model';
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

/**
 * The histograms of a column, apart from it: null where a step has none, as in the column the steps become absent. null
 * when there is no histogram at all.
 */
export function detachHistograms(column: StepColumn): (Histogram | null)[] | null {
  const { histograms, present, count } = column;
  if (histograms === null) return null;
  column.histograms = null;
  const detached = new Array<Histogram | null>(count).fill(null);
  let any = false;
  for (let k = 0; k < count; k++) {
    const histogram = histograms[k] ?? null;
    if (histogram === null || present[k] === 0) continue;
    present[k] = 0;
    detached[k] = histogram;
    any = true;
  }
  return any ? detached : null;
}
