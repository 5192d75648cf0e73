/** The table of functions over instant vectors and scalars. Functions over range vectors have a table of their own. */
import { histogramAverage, histogramVariance } from '@chimera/tsdb-model';
import type { CallBuilder } from '../plan-types.ts';
import { absent } from './absent.ts';
import { CALENDAR } from './calendar.ts';
import { clamp, clampMax, clampMin } from './clamp.ts';
import { datePart } from './date.ts';
import { histogramFraction } from './histogram-fraction.ts';
import { histogramQuantile, histogramQuantiles } from './histogram-quantile.ts';
import { info } from './info.ts';
import { mapFloats } from './map-floats.ts';
import { MATH } from './math.ts';
import { ofHistogram } from './native-histograms.ts';
import { labelJoin, labelReplace } from './relabel.ts';
import { round } from './round.ts';
import { constant, maxOf, minOf, scalarOfVector, time, vectorOfScalar } from './scalars.ts';
import { sort, sortByLabel, sortByLabelDesc, sortDesc } from './sort.ts';
import { startTimestamp } from './start-timestamp.ts';
import { timestamp } from './timestamp.ts';

export const INSTANT_FUNCTIONS: Readonly<Record<string, CallBuilder>> = {
  ...table(MATH, mapFloats),
  ...table(CALENDAR, datePart),
  absent,
  clamp,
  clamp_max: clampMax,
  clamp_min: clampMin,
  end: constant(({ query }) => query.endMs / 1_000),
  histogram_avg: ofHistogram(histogramAverage),
  histogram_count: ofHistogram(({ count }) => count),
  histogram_fraction: histogramFraction,
  histogram_quantile: histogramQuantile,
  histogram_quantiles: histogramQuantiles,
  histogram_stddev: ofHistogram((histogram) => Math.sqrt(histogramVariance(histogram))),
  histogram_stdvar: ofHistogram(histogramVariance),
  histogram_sum: ofHistogram(({ sum }) => sum),
  info,
  label_join: labelJoin,
  label_replace: labelReplace,
  max_of: maxOf,
  min_of: minOf,
  pi: constant(() => Math.PI),
  range: constant(({ query }) => (query.endMs - query.startMs) / 1_000),
  round,
  scalar: scalarOfVector,
  sort,
  sort_by_label: sortByLabel,
  sort_by_label_desc: sortByLabelDesc,
  sort_desc: sortDesc,
  start: constant(({ query }) => query.startMs / 1_000),
  start_timestamp: startTimestamp,
  step: constant(({ query }) => query.stepMs / 1_000),
  time,
  timestamp,
  vector: vectorOfScalar,
};

function table<T>(
  implementations: Readonly<Record<string, T>>,
  build: (of: T) => CallBuilder,
): Record<string, CallBuilder> {
  return Object.fromEntries(Object.entries(implementations).map(([name, of]) => [name, build(of)]));
}
