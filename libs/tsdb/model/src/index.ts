/** The data model of the time-series tower: labels, matchers, stale markers, histograms, numbers as text. */
export { formatFloat, formatFloatPlain } from './format-float.ts';
export { addHistograms, type Combined, subtractHistograms } from './histogram/add.ts';
export { bucketBound, exponentialBound } from './histogram/bounds.ts';
export {
  BOTH_EXCLUSIVE,
  BOTH_INCLUSIVE,
  BucketList,
  LOWER_INCLUSIVE,
  UPPER_INCLUSIVE,
} from './histogram/bucket-list.ts';
export { compactHistogram } from './histogram/compact.ts';
export { combineHints, hintsCollide } from './histogram/counter-reset-hint.ts';
export { equalBounds, intersectBounds } from './histogram/custom-bounds.ts';
export { detectReset } from './histogram/detect-reset.ts';
export { equalHistograms } from './histogram/equal.ts';
export { formatHistogram, formatHistogramNotation } from './histogram/format-histogram.ts';
export { histogramFraction } from './histogram/fraction.ts';
export { type CounterResetHint, emptyHistogram, type Histogram, type Span } from './histogram/histogram.ts';
export { HistogramMean } from './histogram/histogram-mean.ts';
export { HistogramSum } from './histogram/histogram-sum.ts';
export { histogramQuantile, type NanObservations } from './histogram/quantile.ts';
export { coarserIndex, copyToSchema } from './histogram/reduce-resolution.ts';
export { divideHistogram, multiplyHistogram } from './histogram/scale.ts';
export {
  CUSTOM_BUCKETS_SCHEMA,
  isExponentialSchema,
  MAX_KNOWN_SCHEMA,
  MAX_SCHEMA,
  MIN_KNOWN_SCHEMA,
  MIN_SCHEMA,
  usesCustomBuckets,
} from './histogram/schema.ts';
export { bucketIndexes, sameSpans, spansOf } from './histogram/spans.ts';
export { trimHistogram } from './histogram/trim.ts';
export { histogramProblem } from './histogram/validate.ts';
export { histogramAverage, histogramVariance } from './histogram/variance.ts';
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
