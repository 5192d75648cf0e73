/** The answers of the reference program, and reading them. */
import type { Histogram, Span } from '@chimera/tsdb-model';
import type { Outcome, OutcomePoint } from './outcome.ts';

/** One line of its output; numbers that may be NaN or infinite are texts. */
export type ReferenceAnswer = {
  readonly version?: string;
  readonly error?: string;
  readonly errorType?: string;
  readonly type?: 'scalar' | 'string' | 'vector' | 'matrix' | 'loaded';
  readonly string?: string;
  readonly series?: readonly ReferenceSeries[];
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
};

type ReferenceSeries = {
  readonly labels: readonly string[];
  readonly floats?: readonly (readonly [number, string])[];
  readonly histograms?: readonly ReferenceHistogram[];
};

type ReferenceHistogram = {
  readonly timestampMs: number;
  readonly schema: number;
  readonly zeroThreshold: string;
  readonly zeroCount: string;
  readonly count: string;
  readonly sum: string;
  readonly positive: readonly IndexedCount[];
  readonly negative: readonly IndexedCount[];
  readonly customValues: readonly string[];
};

type IndexedCount = readonly [index: number, count: string];

export function outcomeOfAnswer(answer: ReferenceAnswer): Outcome {
  if (answer.error !== undefined) {
    return { kind: 'error', type: answer.errorType ?? 'unknown', message: answer.error };
  }
  if (answer.type === undefined || answer.type === 'loaded') throw new Error('the reference answered without a type');
  return {
    kind: 'value',
    type: answer.type,
    text: answer.string ?? '',
    series: (answer.series ?? []).map(({ labels, floats = [], histograms = [] }) => ({
      labels,
      points: [...floats.map(floatPoint), ...histograms.map(histogramPoint)].sort(
        (a, b) => a.timestampMs - b.timestampMs,
      ),
    })),
    warnings: answer.warnings ?? [],
    infos: answer.infos ?? [],
  };
}

function floatPoint([timestampMs, value]: readonly [number, string]): OutcomePoint {
  return { timestampMs, value: number(value), histogram: null };
}

function histogramPoint(one: ReferenceHistogram): OutcomePoint {
  const positive = layOut(one.positive);
  const negative = layOut(one.negative);
  const histogram: Histogram = {
    schema: one.schema,
    counterResetHint: 'unknown',
    zeroThreshold: number(one.zeroThreshold),
    zeroCount: number(one.zeroCount),
    count: number(one.count),
    sum: number(one.sum),
    positiveSpans: positive.spans,
    negativeSpans: negative.spans,
    positiveBuckets: positive.buckets,
    negativeBuckets: negative.buckets,
    customValues: one.schema === -53 ? Float64Array.from(one.customValues, number) : null,
  };
  return { timestampMs: one.timestampMs, value: 0, histogram };
}

/** One span per bucket: comparisons go by index. */
function layOut(counts: readonly IndexedCount[]): { spans: Span[]; buckets: Float64Array } {
  let end = 0;
  const spans = counts.map(([index]) => {
    const span = { offset: index - end, length: 1 };
    end = index + 1;
    return span;
  });
  return { spans, buckets: Float64Array.from(counts, ([, count]) => number(count)) };
}

/** Go's spelling of numbers. */
function number(text: string): number {
  if (text.endsWith('Inf')) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text === 'NaN' ? Number.NaN : Number(text);
}
