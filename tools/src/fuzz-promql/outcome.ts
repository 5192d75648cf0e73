/** What a query came to, in one form for both sides. */
import { type Engine, QueryError, type QueryResult, type QueryValue } from '@chimera/promql-engine';
import type { Histogram, Labels } from '@chimera/tsdb-model';
import { gridBetween, type Queryable, stepTime } from '@chimera/tsdb-storage';
import type { When } from './case.ts';

export type OutcomePoint = {
  readonly timestampMs: number;
  /** 0 where there is a histogram. */
  readonly value: number;
  readonly histogram: Histogram | null;
};

export type OutcomeSeries = { readonly labels: Labels; readonly points: readonly OutcomePoint[] };

export type Outcome =
  | {
      readonly kind: 'value';
      readonly type: 'scalar' | 'string' | 'vector' | 'matrix';
      /** Set for strings. */
      readonly text: string;
      /** A scalar is one series without labels; a vector's series have one point each, in the order of the answer. */
      readonly series: readonly OutcomeSeries[];
      readonly warnings: readonly string[];
      readonly infos: readonly string[];
    }
  | { readonly kind: 'error'; readonly type: string; readonly message: string };

const CONTROL = { now: () => 0, isCancelled: () => false };

/** Runs a query on the project's engine. Any error is an outcome. */
export async function ourOutcome(engine: Engine, queryable: Queryable, query: string, when: When): Promise<Outcome> {
  try {
    const result =
      when.stepMs === 0
        ? await engine.instant(queryable, query, when.startMs, CONTROL)
        : await engine.range(queryable, query, gridBetween(when.startMs, when.endMs, when.stepMs), CONTROL);
    return fromResult(result);
  } catch (error) {
    if (error instanceof QueryError) {
      const bug = error.type === 'internal' && error.cause instanceof Error ? ` ${error.cause.stack}` : '';
      return { kind: 'error', type: error.type, message: error.message + bug };
    }
    return { kind: 'error', type: 'exception', message: String(error instanceof Error ? error.stack : error) };
  }
}

function fromResult({ value, warnings, infos }: QueryResult): Outcome {
  return {
    kind: 'value',
    type: value.type,
    text: value.type === 'string' ? value.value : '',
    series: seriesOf(value),
    warnings,
    infos,
  };
}

function seriesOf(value: QueryValue): OutcomeSeries[] {
  switch (value.type) {
    case 'string':
      return [];
    case 'scalar':
      return [{ labels: [], points: [{ timestampMs: value.timestampMs, value: value.value, histogram: null }] }];
    case 'vector':
      return value.samples.map(({ labels, value: number, histogram }) => ({
        labels,
        points: [point(value.timestampMs, number, histogram)],
      }));
    case 'matrix':
      return value.series.map((series) => ({ labels: series.labels, points: pointsOf(value.grid, series) }));
  }
}

type Matrix = Extract<QueryValue, { type: 'matrix' }>;

function pointsOf(grid: Matrix['grid'], series: Matrix['series'][number]): OutcomePoint[] {
  const { timestamps, values, present, histograms } = series;
  const points: OutcomePoint[] = [];
  for (let i = 0; i < values.length; i++) {
    if (present !== null && present[i] === 0) continue;
    const timestampMs = timestamps?.[i] ?? (grid === null ? Number.NaN : stepTime(grid, i));
    points.push(point(timestampMs, values[i] as number, histograms?.[i] ?? null));
  }
  return points;
}

function point(timestampMs: number, value: number, histogram: Histogram | null): OutcomePoint {
  return { timestampMs, value: histogram === null ? value : 0, histogram };
}
