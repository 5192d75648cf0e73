/** A matrix as the chart's columns: all series on one time axis, gaps where one has no point. */
import type { Point } from '../api/client.ts';

export type Columns = [times: number[], ...values: (number | null)[][]];

/** The axis is the query's grid, so that a gap in all series is a gap in the chart. */
export function alignToGrid(
  series: readonly (readonly Point[])[],
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
): Columns {
  const count = Math.floor((end - start) / step) + 1;
  const times = Array.from({ length: count }, (_, k) => start + k * step);
  const columns = series.map((points) => {
    const column = new Array<number | null>(count).fill(null);
    for (const [seconds, text] of points) {
      const value = numberOf(text);
      const k = Math.round((seconds - start) / step);
      if (k >= 0 && k < count && Number.isFinite(value)) column[k] = value;
    }
    return column;
  });
  return [times, ...columns];
}

/** The value at a time of the grid, the last one for null; null where the series has none. Infinities and NaN are values. */
export function valueAt(points: readonly Point[], seconds: number | null): number | null {
  const point = seconds === null ? points.at(-1) : points.find(([at]) => Math.abs(at - seconds) < 0.001);
  return point === undefined ? null : numberOf(point[1]);
}

/** The API writes infinities as Go does. */
export function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return Number(text);
}
