/** What becomes of the metric name when a function or an operator removes it. */
import { dropMetricName } from '@chimera/tsdb-model';
import type { OutputSeries } from './operator.ts';
import type { EngineOptions } from './options.ts';

/** The series after an operation that removes the name: at once, or (delayed name removal) marked for removal. */
export function withoutName(series: OutputSeries, options: EngineOptions): OutputSeries {
  if (options.delayedNameRemoval) return series.dropName ? series : { labels: series.labels, dropName: true };
  return { labels: dropMetricName(series.labels), dropName: false };
}
