/** What one family (metric type) of the data set is, and short constructors for the tables. */
import type { MetricMetadata } from '@chimera/tsdb-model';
/** One series of a family on one container: its metric name and the labels beyond the container's twelve. */
export type FamilySeries = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
};
/** A label whose value differs per container, although it is not one of the twelve. */
export type PerContainerLabel = 'replicaset' | 'cluster_ip';
export type Family = {
  readonly name: string;
  readonly metadata: MetricMetadata;
  /** In the order in which they are taken; at least one. */
  readonly series: readonly FamilySeries[];
  readonly perContainerLabel?: PerContainerLabel;
};
type LabelSets = readonly Readonly<Record<string, string>>[];
/** A family of gauges: one series per label set. */
export declare function gauge(name: string, unit: string, help: string, labelSets?: LabelSets): Family;
/** A family of counters: one series per label set. */
export declare function counter(name: string, unit: string, help: string, labelSets?: LabelSets): Family;
/** A gauge that carries one label with a value of its container's own. */
export declare function gaugeWith(
  perContainerLabel: PerContainerLabel,
  name: string,
  unit: string,
  help: string,
): Family;
/** A classic histogram: `_bucket` per bound (`bounds` ends in +Inf), then `_sum` and `_count`. */
export declare function histogram(
  name: string,
  unit: string,
  help: string,
  bounds: readonly string[],
  labels?: Readonly<Record<string, string>>,
): Family;
/** A summary: one series per quantile, then `_sum` and `_count`. */
export declare function summary(name: string, unit: string, help: string, quantiles: readonly string[]): Family;
/** Every combination of one value of `first` with one of `second`, the first varying slowest. */
export declare function crossLabels(
  [firstName, firstValues]: readonly [string, readonly string[]],
  [secondName, secondValues]: readonly [string, readonly string[]],
): Readonly<Record<string, string>>[];
/** One label set per value of one label. */
export declare function eachOf(name: string, values: readonly string[]): Readonly<Record<string, string>>[];
export {};
//# sourceMappingURL=family.d.ts.map
