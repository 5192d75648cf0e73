/** The table of functions over range vectors; `absent_over_time` is an operator of its own. */
import type { Extension } from '../extended-range.ts';
import { QueryError } from '../query-error.ts';
import { extendedChange } from './extended-change.ts';
import { extendedHistogramChange } from './extended-histograms.ts';
import { extremeOverTime } from './extreme.ts';
import { histogramMeans, histogramSums } from './histogram-aggregate.ts';
import { histogramChange } from './histogram-rate.ts';
import { byType } from './histogram-windows.ts';
import { instantChange } from './instant-change.ts';
import type { KernelFactory } from './kernel.ts';
import { madOverTime } from './median-deviation.ts';
import { changeCount, resetCount } from './pair-count.ts';
import { countOverTime, firstOverTime, lastOverTime, presentOverTime, timeOfFirst, timeOfLast } from './pick.ts';
import { quantileOverTime } from './quantile.ts';
import type { RangeInput } from './range-input.ts';
import { extrapolatedChange } from './rate.ts';
import { deriv, predictLinear } from './regression.ts';
import { checkFactors, doubleExponentialSmoothing } from './smoothing.ts';
import { avgOverTime, sumOverTime } from './sum.ts';
import { stddevOverTime, stdvarOverTime } from './variance.ts';

export type RangeFunction = {
  readonly kernel: KernelFactory;
  /** The result keeps the metric's name. */
  readonly keepsName: boolean;
  /** The kernel sees histograms too; for all others the operator takes them out, and says so. */
  readonly takesHistograms: boolean;
  /** Meant for counters: an info says when the metric's name does not look like one. */
  readonly forCounters: boolean;
  /** Throws QueryError for scalar arguments that the function refuses; the input's windows still hold histograms. */
  readonly checkParams?: (input: RangeInput) => void;
  /** Resets are also looked for in start timestamps, when the engine's option says so. */
  readonly usesStartTimestamps?: true;
  /** The kernels for `anchored` and `smoothed` ranges, where the function may have them. */
  readonly anchored?: KernelFactory;
  readonly smoothed?: KernelFactory;
};

function plain(kernel: KernelFactory): RangeFunction {
  return { kernel, keepsName: false, takesHistograms: false, forCounters: false };
}

/** rate and its like: counters are corrected for resets. */
function change(isCounter: boolean, perSecond: boolean): RangeFunction {
  const extended: KernelFactory = () =>
    byType(extendedChange(isCounter, perSecond), extendedHistogramChange(isCounter, perSecond));
  return {
    ...anySample(() => byType(extrapolatedChange(isCounter, perSecond), histogramChange(isCounter, perSecond))),
    forCounters: isCounter,
    ...(isCounter && { usesStartTimestamps: true }),
    anchored: extended,
    smoothed: extended,
  };
}

/** Neighbours are compared: the one before an anchored range takes part. */
function neighbours(kernel: KernelFactory): RangeFunction {
  return { ...anySample(kernel), anchored: kernel };
}

function anySample(kernel: KernelFactory): RangeFunction {
  return { ...plain(kernel), takesHistograms: true };
}

/** By name, in the order of the names. */
export const RANGE_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  avg_over_time: anySample(() => byType(avgOverTime(), histogramMeans())),
  changes: neighbours(changeCount),
  count_over_time: anySample(countOverTime),
  delta: change(false, false),
  deriv: plain(deriv),
  double_exponential_smoothing: { ...plain(doubleExponentialSmoothing), checkParams: checkFactors },
  first_over_time: { ...anySample(firstOverTime), keepsName: true },
  idelta: anySample(() => instantChange(false)),
  increase: change(true, false),
  irate: { ...anySample(() => instantChange(true)), usesStartTimestamps: true },
  last_over_time: { ...anySample(lastOverTime), keepsName: true },
  mad_over_time: plain(madOverTime),
  max_over_time: plain(() => extremeOverTime(1, 'value')),
  min_over_time: plain(() => extremeOverTime(-1, 'value')),
  predict_linear: plain(predictLinear),
  present_over_time: anySample(presentOverTime),
  quantile_over_time: plain(quantileOverTime),
  rate: change(true, true),
  resets: { ...neighbours(resetCount), usesStartTimestamps: true },
  stddev_over_time: plain(stddevOverTime),
  stdvar_over_time: plain(stdvarOverTime),
  sum_over_time: anySample(() => byType(sumOverTime(), histogramSums())),
  ts_of_first_over_time: anySample(timeOfFirst),
  ts_of_last_over_time: anySample(timeOfLast),
  ts_of_max_over_time: plain(() => extremeOverTime(1, 'time')),
  ts_of_min_over_time: plain(() => extremeOverTime(-1, 'time')),
};

/** Throws QueryError when the function does not go with the range's `anchored` or `smoothed`. */
export function checkExtension(extension: Extension | null, func: string): void {
  if (extension === null || RANGE_FUNCTIONS[func]?.[extension.kind] !== undefined) return;
  const { kind } = extension;
  const allowed = Object.keys(RANGE_FUNCTIONS).filter((name) => RANGE_FUNCTIONS[name]?.[kind] !== undefined);
  throw new QueryError('execution', `${kind} modifier can only be used with: ${allowed.join(', ')} - not with ${func}`);
}
