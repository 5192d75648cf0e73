/** What becomes of the metric name when a function or an operator removes it. */
import { dropLabels, type Labels, METRIC_NAME } from '@chimera/tsdb-model';
import type { OutputSeries } from './operator.ts';
import type { EngineOptions } from './options.ts';

const METADATA_LABELS: ReadonlySet<string> = new Set([METRIC_NAME, '__type__', '__unit__']);

/** The labels without those that describe the metric: its name, `__type__` and `__unit__`. */
export function dropMetadataLabels(labels: Labels): Labels {
  for (let i = 0; i < labels.length; i += 2) {
    if (METADATA_LABELS.has(labels[i] as string)) return dropLabels(labels, METADATA_LABELS);
  }
  return labels;
}

/** The series after an operation that removes the name: at once, or (delayed name removal) marked for removal. */
export function withoutName(series: OutputSeries, options: EngineOptions): OutputSeries {
  if (options.delayedNameRemoval) return series.dropName ? series : { labels: series.labels, dropName: true };
  return { labels: dropMetadataLabels(series.labels), dropName: false };
}
