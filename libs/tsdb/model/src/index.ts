/** The data model of the time-series tower: labels, matchers, stale markers, histograms, numbers as text. */
export { formatFloat, formatFloatPlain } from './format-float.ts';
export type { CounterResetHint, Histogram, Span } from './histogram.ts';
export {
  compareLabels,
  dropLabels,
  dropMetricName,
  EMPTY_LABELS,
  equalLabels,
  formatLabels,
  keepLabels,
  type Labels,
  labelNames,
  labelPairs,
  labelsFrom,
  labelsKey,
  labelsKeyOn,
  labelsKeyWithout,
  labelValue,
  METRIC_NAME,
  metricName,
  withLabel,
} from './labels.ts';
export {
  type CompiledMatcher,
  compileMatcher,
  compileRegex,
  type Matcher,
  type MatchType,
  RegexError,
} from './matcher.ts';
export type { MetricMetadata, MetricType } from './metadata.ts';
export { isStaleAt, STALE_NAN_HIGH, STALE_NAN_LOW, writeStaleAt } from './stale.ts';
export { compareStrings } from './strings.ts';
