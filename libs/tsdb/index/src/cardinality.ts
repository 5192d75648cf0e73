/** Counts for `/api/v1/status/tsdb`: which labels make the most series. */
import { METRIC_NAME } from '@chimera/tsdb-model';
import type { LabelIndex } from './label-index.ts';

export type NamedCount = { readonly name: string; readonly value: number };

/** Each list is sorted by count, largest first, then by name. */
export type Cardinality = {
  readonly seriesCount: number;
  readonly labelPairCount: number;
  readonly seriesByMetricName: readonly NamedCount[];
  readonly valuesByLabelName: readonly NamedCount[];
  /** UTF-16 length of all values, each once: an estimate of bytes. */
  readonly bytesByLabelName: readonly NamedCount[];
  /** Names are `label=value`. */
  readonly seriesByLabelPair: readonly NamedCount[];
};

/** At most `limit` entries per list. */
export function measureCardinality(
  labels: ReadonlyMap<string, LabelIndex>,
  seriesCount: number,
  limit: number,
): Cardinality {
  const valuesByLabelName: NamedCount[] = [];
  const bytesByLabelName: NamedCount[] = [];
  const seriesByMetricName: NamedCount[] = [];
  const seriesByLabelPair: NamedCount[] = [];
  let labelPairCount = 0;
  for (const [name, label] of labels) {
    labelPairCount += label.size;
    valuesByLabelName.push({ name, value: label.size });
    let bytes = 0;
    for (const [value, postings] of label.entries()) {
      bytes += value.length;
      keepTop(seriesByLabelPair, { name: `${name}=${value}`, value: postings.length }, limit);
      if (name === METRIC_NAME) keepTop(seriesByMetricName, { name: value, value: postings.length }, limit);
    }
    bytesByLabelName.push({ name, value: bytes });
  }
  return {
    seriesCount,
    labelPairCount,
    seriesByMetricName: top(seriesByMetricName, limit),
    valuesByLabelName: top(valuesByLabelName, limit),
    bytesByLabelName: top(bytesByLabelName, limit),
    seriesByLabelPair: top(seriesByLabelPair, limit),
  };
}

/** Collects with bounded memory: the list is cut back whenever it has grown far beyond the limit. */
function keepTop(list: NamedCount[], entry: NamedCount, limit: number): void {
  list.push(entry);
  if (list.length > 8 * limit + 1_000) list.splice(0, list.length, ...top(list, limit));
}

function top(list: readonly NamedCount[], limit: number): NamedCount[] {
  return [...list].sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1)).slice(0, limit);
}
