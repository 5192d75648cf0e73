/**
 * The table of all PromQL functions: what they take and give, and what they do in one sentence. The engine keeps the
 * implementations, keyed by name; the UI's help comes from here. A new function is one line here and one file there.
 */
import type { ValueType } from './ast.ts';

export type FunctionSpec = {
  readonly name: string;
  readonly argTypes: readonly ValueType[];
  /** 0: all arguments are needed. Above: the last one may be left out, or repeated up to this often. -1: any number. */
  readonly variadic: number;
  readonly returnType: ValueType;
  readonly experimental: boolean;
  readonly help: string;
};

/** All functions of Prometheus 3.14, sorted by name. */
export const FUNCTIONS: readonly FunctionSpec[] = [
  stable('abs', ['vector'], 'vector', 'The absolute value of each sample.'),
  stable(
    'absent',
    ['vector'],
    'vector',
    '1 when the vector is empty, with the labels that the selector fixes; nothing otherwise.',
  ),
  stable(
    'absent_over_time',
    ['matrix'],
    'vector',
    '1 when the range holds no sample at all, with the labels that the selector fixes; nothing otherwise.',
  ),
  stable('acos', ['vector'], 'vector', 'The arccosine of each sample, in radians.'),
  stable('acosh', ['vector'], 'vector', 'The inverse hyperbolic cosine of each sample.'),
  stable('asin', ['vector'], 'vector', 'The arcsine of each sample, in radians.'),
  stable('asinh', ['vector'], 'vector', 'The inverse hyperbolic sine of each sample.'),
  stable('atan', ['vector'], 'vector', 'The arctangent of each sample, in radians.'),
  stable('atanh', ['vector'], 'vector', 'The inverse hyperbolic tangent of each sample.'),
  stable('avg_over_time', ['matrix'], 'vector', 'The average of all samples in the range.'),
  stable('ceil', ['vector'], 'vector', 'Each sample rounded up to a whole number.'),
  stable('changes', ['matrix'], 'vector', 'How often the value changed within the range.'),
  stable(
    'clamp',
    ['vector', 'scalar', 'scalar'],
    'vector',
    'Each sample limited to lie between a minimum and a maximum.',
  ),
  stable('clamp_max', ['vector', 'scalar'], 'vector', 'Each sample limited to be at most a maximum.'),
  stable('clamp_min', ['vector', 'scalar'], 'vector', 'Each sample limited to be at least a minimum.'),
  stable('cos', ['vector'], 'vector', 'The cosine of each sample, taken as radians.'),
  stable('cosh', ['vector'], 'vector', 'The hyperbolic cosine of each sample.'),
  stable('count_over_time', ['matrix'], 'vector', 'The number of samples in the range.'),
  stable(
    'day_of_month',
    ['vector'],
    'vector',
    'The day of the month (1 to 31, UTC) of each sample, taken as a Unix time.',
    1,
  ),
  stable(
    'day_of_week',
    ['vector'],
    'vector',
    'The day of the week (0 is Sunday, UTC) of each sample, taken as a Unix time.',
    1,
  ),
  stable(
    'day_of_year',
    ['vector'],
    'vector',
    'The day of the year (1 to 366, UTC) of each sample, taken as a Unix time.',
    1,
  ),
  stable(
    'days_in_month',
    ['vector'],
    'vector',
    'How many days the month (UTC) of each sample has, taken as a Unix time.',
    1,
  ),
  stable('deg', ['vector'], 'vector', 'Radians turned into degrees.'),
  stable(
    'delta',
    ['matrix'],
    'vector',
    'The difference between the last and the first value of a gauge, extrapolated to the whole range.',
  ),
  stable('deriv', ['matrix'], 'vector', 'The slope per second of a gauge, by linear regression over the range.'),
  experimental(
    'double_exponential_smoothing',
    ['matrix', 'scalar', 'scalar'],
    'vector',
    'The smoothed value of a gauge at the end of the range, from a smoothing and a trend factor.',
  ),
  experimental('end', [], 'scalar', 'The end of the query, as a Unix time in seconds.'),
  stable('exp', ['vector'], 'vector', 'e raised to each sample.'),
  stable('first_over_time', ['matrix'], 'vector', 'The oldest sample in the range.'),
  stable('floor', ['vector'], 'vector', 'Each sample rounded down to a whole number.'),
  stable('histogram_avg', ['vector'], 'vector', 'The average of the observations in each native histogram.'),
  stable('histogram_count', ['vector'], 'vector', 'The number of observations in each native histogram.'),
  stable(
    'histogram_fraction',
    ['scalar', 'scalar', 'vector'],
    'vector',
    'The estimated fraction of observations between a lower and an upper bound.',
  ),
  stable(
    'histogram_quantile',
    ['scalar', 'vector'],
    'vector',
    'The estimated quantile of each native or classic (`le`) histogram.',
  ),
  experimental(
    'histogram_quantiles',
    ['vector', 'string', 'scalar', 'scalar'],
    'vector',
    'Several estimated quantiles of each histogram, told apart by the label that is named.',
    9,
  ),
  stable(
    'histogram_stddev',
    ['vector'],
    'vector',
    'The estimated standard deviation of the observations in each native histogram.',
  ),
  stable(
    'histogram_stdvar',
    ['vector'],
    'vector',
    'The estimated variance of the observations in each native histogram.',
  ),
  stable('histogram_sum', ['vector'], 'vector', 'The sum of the observations in each native histogram.'),
  stable('hour', ['vector'], 'vector', 'The hour of the day (0 to 23, UTC) of each sample, taken as a Unix time.', 1),
  stable('idelta', ['matrix'], 'vector', 'The difference between the last two samples of a gauge in the range.'),
  stable(
    'increase',
    ['matrix'],
    'vector',
    'How much a counter grew over the range, resets repaired, extrapolated to the whole range.',
  ),
  experimental('info', ['vector', 'vector'], 'vector', 'Each series with the labels of its info series added.', 1),
  stable(
    'irate',
    ['matrix'],
    'vector',
    'The growth per second of a counter between the last two samples of the range.',
  ),
  stable(
    'label_join',
    ['vector', 'string', 'string', 'string'],
    'vector',
    'Each series with one label set to others joined by a separator.',
    -1,
  ),
  stable(
    'label_replace',
    ['vector', 'string', 'string', 'string', 'string'],
    'vector',
    'Each series with one label set from a pattern matched against another.',
  ),
  stable('last_over_time', ['matrix'], 'vector', 'The most recent sample in the range.'),
  stable('ln', ['vector'], 'vector', 'The natural logarithm of each sample.'),
  stable('log10', ['vector'], 'vector', 'The decimal logarithm of each sample.'),
  stable('log2', ['vector'], 'vector', 'The binary logarithm of each sample.'),
  experimental('mad_over_time', ['matrix'], 'vector', 'The median absolute deviation of all samples in the range.'),
  experimental('max_of', ['scalar', 'scalar'], 'scalar', 'The greater of two numbers.'),
  stable('max_over_time', ['matrix'], 'vector', 'The greatest sample in the range.'),
  experimental('min_of', ['scalar', 'scalar'], 'scalar', 'The smaller of two numbers.'),
  stable('min_over_time', ['matrix'], 'vector', 'The smallest sample in the range.'),
  stable(
    'minute',
    ['vector'],
    'vector',
    'The minute of the hour (0 to 59, UTC) of each sample, taken as a Unix time.',
    1,
  ),
  stable(
    'month',
    ['vector'],
    'vector',
    'The month of the year (1 to 12, UTC) of each sample, taken as a Unix time.',
    1,
  ),
  stable('pi', [], 'scalar', 'The number pi.'),
  stable(
    'predict_linear',
    ['matrix', 'scalar'],
    'vector',
    'The value of a gauge so many seconds from now, by linear regression over the range.',
  ),
  stable('present_over_time', ['matrix'], 'vector', '1 for each series that has any sample in the range.'),
  stable('quantile_over_time', ['scalar', 'matrix'], 'vector', 'The quantile of all samples in the range.'),
  stable('rad', ['vector'], 'vector', 'Degrees turned into radians.'),
  experimental('range', [], 'scalar', 'The time between the start and the end of the query, in seconds.'),
  stable(
    'rate',
    ['matrix'],
    'vector',
    'The growth per second of a counter over the range, resets repaired, extrapolated to the whole range.',
  ),
  stable('resets', ['matrix'], 'vector', 'How often a counter was reset within the range.'),
  stable(
    'round',
    ['vector', 'scalar'],
    'vector',
    'Each sample rounded to the nearest multiple of a number, 1 unless given.',
    1,
  ),
  stable(
    'scalar',
    ['vector'],
    'scalar',
    'The value of the only series as a number; NaN when there is not exactly one.',
  ),
  stable('sgn', ['vector'], 'vector', 'The sign of each sample: 1, -1 or 0.'),
  stable('sin', ['vector'], 'vector', 'The sine of each sample, taken as radians.'),
  stable('sinh', ['vector'], 'vector', 'The hyperbolic sine of each sample.'),
  stable('sort', ['vector'], 'vector', 'The series sorted by value, smallest first, in instant queries.'),
  experimental(
    'sort_by_label',
    ['vector', 'string'],
    'vector',
    'The series sorted by the values of the named labels, in instant queries.',
    -1,
  ),
  experimental(
    'sort_by_label_desc',
    ['vector', 'string'],
    'vector',
    'The series sorted by the values of the named labels in reverse, in instant queries.',
    -1,
  ),
  stable('sort_desc', ['vector'], 'vector', 'The series sorted by value, greatest first, in instant queries.'),
  stable('sqrt', ['vector'], 'vector', 'The square root of each sample.'),
  experimental('start', [], 'scalar', 'The start of the query, as a Unix time in seconds.'),
  experimental(
    'start_timestamp',
    ['vector'],
    'vector',
    'The start timestamp of each sample, as a Unix time in seconds.',
  ),
  stable('stddev_over_time', ['matrix'], 'vector', 'The population standard deviation of all samples in the range.'),
  stable('stdvar_over_time', ['matrix'], 'vector', 'The population variance of all samples in the range.'),
  experimental('step', [], 'scalar', 'The step of the query, in seconds.'),
  stable('sum_over_time', ['matrix'], 'vector', 'The sum of all samples in the range.'),
  stable('tan', ['vector'], 'vector', 'The tangent of each sample, taken as radians.'),
  stable('tanh', ['vector'], 'vector', 'The hyperbolic tangent of each sample.'),
  stable('time', [], 'scalar', 'The time at which the expression is evaluated, as a Unix time in seconds.'),
  stable('timestamp', ['vector'], 'vector', 'The time of each sample, as a Unix time in seconds.'),
  experimental(
    'ts_of_first_over_time',
    ['matrix'],
    'vector',
    'The time of the oldest sample in the range, as a Unix time in seconds.',
  ),
  experimental(
    'ts_of_last_over_time',
    ['matrix'],
    'vector',
    'The time of the most recent sample in the range, as a Unix time in seconds.',
  ),
  experimental(
    'ts_of_max_over_time',
    ['matrix'],
    'vector',
    'The time of the greatest sample in the range (the last one of equals), as a Unix time in seconds.',
  ),
  experimental(
    'ts_of_min_over_time',
    ['matrix'],
    'vector',
    'The time of the smallest sample in the range (the last one of equals), as a Unix time in seconds.',
  ),
  stable('vector', ['scalar'], 'vector', 'A number as a vector with one series without labels.'),
  stable('year', ['vector'], 'vector', 'The year (UTC) of each sample, taken as a Unix time.', 1),
];

const BY_NAME: ReadonlyMap<string, FunctionSpec> = new Map(FUNCTIONS.map((spec) => [spec.name, spec]));

/** The function of this name (names are case-sensitive), or undefined. */
export function functionSpec(name: string): FunctionSpec | undefined {
  return BY_NAME.get(name);
}

function stable(name: string, argTypes: ValueType[], returnType: ValueType, help: string, variadic = 0): FunctionSpec {
  return { name, argTypes, variadic, returnType, experimental: false, help };
}

function experimental(...args: Parameters<typeof stable>): FunctionSpec {
  return { ...stable(...args), experimental: true };
}
