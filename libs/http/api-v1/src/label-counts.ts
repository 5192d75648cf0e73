/** What makes the most series, for `/status/tsdb`. */

export type NamedCount = { readonly name: string; readonly value: number };

/** The lists are sorted, largest first. */
export type LabelCounts = {
  readonly seriesCount: number;
  readonly labelPairCount: number;
  readonly seriesByMetricName: readonly NamedCount[];
  readonly valuesByLabelName: readonly NamedCount[];
  /** Of all values, each once. */
  readonly bytesByLabelName: readonly NamedCount[];
  /** Names are `label=value`. */
  readonly seriesByLabelPair: readonly NamedCount[];
};
