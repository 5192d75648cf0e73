/** An engine's answer in the form that comparisons read: per series, points with their times. */
import type { Labels } from '@chimera/tsdb-model';
import { stepTime } from '@chimera/tsdb-storage';
import { pointAt } from './compare-point.ts';
import type { ScriptValue } from './engine-contract.ts';
import type { Point } from './point.ts';

export type Actual =
  | { readonly type: 'scalar'; readonly point: Point }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'vector'; readonly samples: readonly ActualSample[] }
  | { readonly type: 'matrix'; readonly series: readonly ActualSeries[] };

export type ActualSample = { readonly labels: Labels; readonly point: Point };

export type ActualSeries = { readonly labels: Labels; readonly points: readonly TimedPoint[] };

/** Unix milliseconds. */
export type TimedPoint = { readonly timestampMs: number; readonly point: Point };

export function actualOf(value: ScriptValue): Actual {
  switch (value.type) {
    case 'scalar':
      return { type: 'scalar', point: pointAt(Float64Array.of(value.value), 0, null) };
    case 'string':
      return { type: 'string', value: value.value };
    case 'vector':
      return {
        type: 'vector',
        samples: value.samples.map(({ labels, value: number, histogram }) => ({
          labels,
          point: pointAt(Float64Array.of(number), 0, histogram),
        })),
      };
    case 'matrix':
      return { type: 'matrix', series: value.series.map((series) => actualSeries(value.grid, series)) };
  }
}

type Matrix = Extract<ScriptValue, { type: 'matrix' }>;

function actualSeries(grid: Matrix['grid'], series: Matrix['series'][number]): ActualSeries {
  const { labels, timestamps, values, present, histograms } = series;
  const points: TimedPoint[] = [];
  for (let i = 0; i < values.length; i++) {
    if (present !== null && present[i] === 0) continue;
    const timestampMs = timestamps?.[i] ?? (grid === null ? Number.NaN : stepTime(grid, i));
    points.push({ timestampMs, point: pointAt(values, i, histograms?.[i] ?? null) });
  }
  return { labels, points };
}
