/** What is wrong with a histogram that came from outside, in the words of Prometheus (FloatHistogram.Validate). */
import { formatFloat } from '../format-float.ts';
import type { Histogram, Span } from './histogram.ts';
import { CUSTOM_BUCKETS_SCHEMA, isExponentialSchema } from './schema.ts';

const NEGATIVE_COUNT = 'histogram has a bucket whose observation count is negative';
const NEGATIVE_OFFSET = 'histogram has a span whose offset is negative';
const SPANS_MISMATCH = 'histogram spans specify different number of buckets than provided';

/** null when nothing is. That count is at least the sum of the buckets is not checked: rounding may say otherwise. */
export function histogramProblem(histogram: Histogram): string | null {
  const { schema, positiveBuckets, count } = histogram;
  let problem: string | null;
  if (schema === CUSTOM_BUCKETS_SCHEMA) problem = customProblem(histogram);
  else if (isExponentialSchema(schema)) problem = exponentialProblem(histogram);
  else {
    problem =
      'histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, or -53 for custom buckets, ' +
      `got schema ${schema}`;
  }
  if (problem !== null) return problem;
  if (count < 0) return `observation count is  ${formatFloat(count)}: histogram's observation count is negative`;
  return within('positive side', bucketsProblem(positiveBuckets));
}

function exponentialProblem(histogram: Histogram): string | null {
  const { positiveSpans, positiveBuckets, negativeSpans, negativeBuckets, zeroCount, customValues } = histogram;
  const problem =
    within('positive side', spansProblem(positiveSpans, positiveBuckets.length, false)) ??
    within('negative side', spansProblem(negativeSpans, negativeBuckets.length, false)) ??
    within('negative side', bucketsProblem(negativeBuckets));
  if (problem !== null) return problem;
  if (zeroCount < 0) return `zero bucket has observation count of ${formatFloat(zeroCount)}: ${NEGATIVE_COUNT}`;
  return customValues === null ? null : 'histogram with exponential schema must not have custom bounds';
}

function customProblem(histogram: Histogram): string | null {
  const { customValues, positiveSpans, positiveBuckets, negativeSpans, negativeBuckets } = histogram;
  const bounds = customValues ?? new Float64Array(0);
  const problem =
    within('custom buckets', boundsProblem(bounds)) ??
    within('custom buckets', spansProblem(positiveSpans, positiveBuckets.length, true)) ??
    within('custom buckets', coverProblem(bounds, positiveSpans));
  if (problem !== null) return problem;
  if (histogram.zeroCount !== 0) return 'custom buckets: must have zero count of 0';
  if (histogram.zeroThreshold !== 0) return 'custom buckets: must have zero threshold of 0';
  if (negativeSpans.length > 0) return 'custom buckets: must not have negative spans';
  return negativeBuckets.length > 0 ? 'custom buckets: must not have negative buckets' : null;
}

function boundsProblem(bounds: Float64Array): string | null {
  for (let i = 0; i < bounds.length; i++) {
    const bound = bounds[i] as number;
    const previous = i === 0 ? Number.NEGATIVE_INFINITY : (bounds[i - 1] as number);
    if (Number.isNaN(bound)) return 'histogram custom bounds must not be NaN';
    if (i > 0 && bound <= previous) {
      const seen = `previous bound is ${fixed(previous)} and current is ${fixed(bound)}`;
      return `${seen}: histogram custom bounds must be in strictly increasing order`;
    }
  }
  return bounds.at(-1) === Number.POSITIVE_INFINITY
    ? 'last +Inf bound must not be explicitly defined: histogram custom bounds must be finite'
    : null;
}

function coverProblem(bounds: Float64Array, spans: readonly Span[]): string | null {
  const covered = spans.reduce((sum, { offset, length }) => sum + offset + length, 0);
  if (bounds.length + 1 >= covered) return null;
  const need = `only ${bounds.length} custom bounds defined which is insufficient to cover total span length of ${covered}`;
  return `${need}: histogram custom bounds are too few`;
}

function spansProblem(spans: readonly Span[], buckets: number, firstToo: boolean): string | null {
  let named = 0;
  for (const [n, { offset, length }] of spans.entries()) {
    if ((n > 0 || firstToo) && offset < 0) return `span number ${n + 1} with offset ${offset}: ${NEGATIVE_OFFSET}`;
    named += length;
  }
  return named === buckets ? null : `spans need ${named} buckets, have ${buckets} buckets: ${SPANS_MISMATCH}`;
}

function bucketsProblem(buckets: Float64Array): string | null {
  const at = buckets.findIndex((count) => count < 0);
  if (at < 0) return null;
  return `bucket number ${at + 1} has observation count of ${formatFloat(buckets[at] as number)}: ${NEGATIVE_COUNT}`;
}

function within(where: string, problem: string | null): string | null {
  return problem === null ? null : `${where}: ${problem}`;
}

/** Go's %f. */
function fixed(value: number): string {
  return Number.isFinite(value) ? value.toFixed(6) : formatFloat(value);
}
