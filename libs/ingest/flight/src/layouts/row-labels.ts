/** Label sets from label columns. */
import { type Labels, labelsFrom, METRIC_NAME } from '@chimera/tsdb-model';
import type { LabelColumn } from './label-column.ts';

/** The labels of one row; `metric` names the series where no column does. */
export function rowLabels(columns: readonly LabelColumn[], row: number, metric: string | null): Labels {
  const labels = new Map<string, string>();
  if (metric !== null) labels.set(METRIC_NAME, metric);
  for (const { name, ids, text } of columns) {
    const id = ids[row] as number;
    if (id >= 0) labels.set(name, text(id));
  }
  return labelsFrom(labels);
}
