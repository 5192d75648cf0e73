/** Operators with given columns and a context that collects messages, for tests of single operators. */
import {
  emptyHistogram,
  formatHistogramNotation,
  type Histogram,
  type Labels,
  labelPairs,
  labelsFrom,
} from '@chimera/tsdb-model';
import { SampleBuffer, StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, ScalarOperator, VectorOperator } from '../operator.ts';
import { DEFAULT_ENGINE_OPTIONS, type EngineOptions } from '../options.ts';
import type { Operator } from '../plan-types.ts';

/** `null`: no sample on that step. */
export type FakeSeries = {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | Histogram | null)[];
  readonly dropName?: boolean;
};

/** A vector operator that holds its consumer to the contract: `series` first, each column at most once. */
export function fakeVector(series: readonly FakeSeries[]): VectorOperator {
  const read = new Set<number>();
  let asked = false;
  return {
    series: async () => {
      if (asked) throw new Error('series() was called twice');
      asked = true;
      return series.map(({ labels, dropName = false }) => ({ labels: labelsFrom(labels), dropName }));
    },
    read: (index, out) => {
      if (!asked) throw new Error('read() was called before series()');
      if (read.has(index)) throw new Error(`column ${index} was read twice`);
      read.add(index);
      fillColumn(out, series[index]?.values ?? []);
    },
  };
}

function fillColumn(out: StepColumn, values: FakeSeries['values']): void {
  const isHistogram = (value: FakeSeries['values'][number]) => typeof value === 'object' && value !== null;
  out.histograms = values.some(isHistogram) ? new Array<Histogram | null>(out.count).fill(null) : null;
  for (let k = 0; k < out.count; k++) {
    const value = values[k] ?? null;
    // Values of absent steps and of histograms may be anything.
    out.values[k] = typeof value === 'number' ? value : 12_345;
    out.present[k] = value === null ? 0 : 1;
    if (out.histograms !== null && typeof value === 'object') out.histograms[k] = value;
  }
}

/** A histogram of schema 0 whose positive buckets, from that of (0.5, 1] on, have these counts. */
export function fakeHistogram(counts: readonly number[], rest: Partial<Histogram> = {}): Histogram {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return {
    ...emptyHistogram(0),
    count: total,
    sum: total,
    positiveSpans: [{ offset: 0, length: counts.length }],
    positiveBuckets: Float64Array.from(counts),
    ...rest,
  };
}

/** The same with custom bounds. */
export function fakeCustomHistogram(bounds: readonly number[], counts: readonly number[]): Histogram {
  return fakeHistogram(counts, { schema: -53, customValues: Float64Array.from(bounds) });
}

export function fakeScalar(...values: readonly number[]): ScalarOperator {
  return { values: async () => Float64Array.from(values) };
}

export type FakeContext = EvalContext & {
  readonly warnings: readonly string[];
  readonly infos: () => readonly string[];
};

/** Steps at 0 s, 60 s, 120 s, ...; messages without position; a budget that cannot go below zero. */
export function fakeContext(count: number, options: Partial<EngineOptions> = {}): FakeContext {
  const warnings: string[] = [];
  const infos: string[] = [];
  const reports: (() => void)[] = [];
  const finish = (): void => {
    for (const report of reports.splice(0)) report();
  };
  let held = 0;
  const refuse = (): never => {
    throw new Error('no storage here');
  };
  return {
    grid: { startMs: 0, stepMs: 60_000, count },
    querier: { select: refuse, labelNames: refuse, labelValues: refuse, close: () => {} },
    options: { ...DEFAULT_ENGINE_OPTIONS, ...options },
    control: { now: () => 0, isCancelled: () => false },
    annotations: {
      warn: (message) => void (warnings.includes(message) || warnings.push(message)),
      warnCounted: (message) => void (warnings.includes(message) || warnings.push(message)),
      info: (message) => void (infos.includes(message) || infos.push(message)),
      atEnd: (report) => void reports.push(report),
    },
    stepCounts: null,
    budget: {
      hold: (samples) => void (held += samples),
      release: (samples) => {
        held -= samples;
        if (held < 0) throw new Error(`more samples released than held; got ${held}`);
      },
      countRead: () => {},
      check: () => {},
    },
    query: { startMs: 0, endMs: (count - 1) * 60_000, stepMs: 60_000 },
    statsOnly: new Set(),
    samples: new SampleBuffer(),
    get warnings() {
      finish();
      return warnings;
    },
    infos: () => {
      finish();
      return infos;
    },
  };
}

export type CollectedSeries = {
  readonly labels: string;
  /** Native histograms in the notation of test scripts. */
  readonly values: readonly (number | string | null)[];
  readonly dropName: boolean;
};

/** All series of an operator that have samples, in its order; read from the last to the first when `backwards`. */
export async function collect(
  operator: VectorOperator | Operator,
  count: number,
  backwards = false,
): Promise<CollectedSeries[]> {
  const vector = vectorOf(operator);
  const outputs = await vector.series();
  const order = Array.from(outputs.keys());
  if (backwards) order.reverse();
  const columns = new Map<number, (number | string | null)[]>();
  for (const index of order) {
    const out = new StepColumn(count);
    out.present.fill(1);
    out.histograms = new Array(count).fill(null);
    vector.read(index, out);
    columns.set(
      index,
      Array.from(out.values, (value, k) => {
        if (out.present[k] === 0) return null;
        const histogram = out.histograms?.[k] ?? null;
        return histogram === null ? value : formatHistogramNotation(histogram);
      }),
    );
  }
  return outputs
    .map(({ labels, dropName }, index) => ({ labels: labelText(labels), values: columns.get(index) ?? [], dropName }))
    .filter(({ values }) => values.some((value) => value !== null));
}

/** As {@link collect}, as values by labels. */
export async function valuesByLabels(
  operator: VectorOperator | Operator,
  count: number,
): Promise<Record<string, CollectedSeries['values']>> {
  return Object.fromEntries((await collect(operator, count)).map(({ labels, values }) => [labels, values]));
}

function vectorOf(operator: VectorOperator | Operator): VectorOperator {
  if (!('kind' in operator)) return operator;
  if (operator.kind !== 'vector') throw new Error(`a vector was expected; got a ${operator.kind}`);
  return operator.vector;
}

/** `name=value name=value`, sorted. */
export function labelText(labels: Labels): string {
  return labelPairs(labels)
    .map((pair) => pair.join('='))
    .join(' ');
}
