/** What the contract's cases share: appending and reading in one line each. */
import { deepStrictEqual } from 'node:assert/strict';
import { isStaleAt, type Labels, labelsFrom, type Matcher, writeStaleAt } from '@chimera/tsdb-model';
import { AppendCounts, type Appender, type SeriesRef } from '../appender.ts';
import type { Queryable } from '../querier.ts';
import { SampleBuffer } from '../sample-buffer.ts';
import { StepColumn } from '../step-column.ts';
import type { StepGrid } from '../step-grid.ts';

/** A stale marker among values. */
export type Value = number | 'stale';

export function seriesRef(appender: Appender, labels: Readonly<Record<string, string>>): SeriesRef {
  const ref = appender.series(labelsFrom(labels));
  if (typeof ref !== 'number') throw new Error(`series refused: ${ref.message}`);
  return ref;
}

/** Values as a column, stale markers by their words. */
export function columnOf(values: readonly Value[]): Float64Array {
  const column = new Float64Array(values.length);
  const words = new Uint32Array(column.buffer);
  values.forEach((value, i) => {
    if (value === 'stale') writeStaleAt(words, i);
    else column[i] = value;
  });
  return column;
}

/** Appends pairs of time and value one column at once. */
export function appendWords(
  appender: Appender,
  ref: SeriesRef,
  samples: readonly (readonly [number, Value])[],
): AppendCounts {
  const counts = new AppendCounts();
  const timestamps = Float64Array.from(samples, ([t]) => t);
  const values = columnOf(samples.map(([, value]) => value));
  appender.append(ref, timestamps, values, 0, samples.length, counts);
  return counts;
}

/** All samples of the one series that matches, as pairs. */
export async function readAll(
  storage: Queryable,
  matchers: readonly Matcher[],
  minMs: number,
  maxMs: number,
): Promise<{ labels: readonly Labels[]; samples: [number, Value][][] }> {
  const querier = storage.querier();
  const set = await querier.select(matchers, { minMs, maxMs });
  const buffer = new SampleBuffer(4);
  const samples = set.labels.map((_, index) => {
    set.read(index, { minMs, maxMs }, buffer);
    return pairsOf(buffer);
  });
  const { labels } = set;
  querier.close();
  return { labels, samples };
}

/** What `readSteps` gives for the first series that matches: a value, or null where the step is absent. */
export async function stepsOf(
  storage: Queryable,
  matchers: readonly Matcher[],
  grid: StepGrid,
  lookbackMs: number,
): Promise<{ values: (number | null)[]; timestamps: (number | null)[] }> {
  const querier = storage.querier();
  const range = { minMs: grid.startMs - lookbackMs, maxMs: grid.startMs + (grid.count - 1) * grid.stepMs };
  const set = await querier.select(matchers, range);
  const column = new StepColumn(grid.count);
  column.timestamps = new Float64Array(grid.count);
  column.present.fill(7);
  if (set.labels.length > 0) set.readSteps(0, grid, lookbackMs, column);
  else column.present.fill(0);
  querier.close();
  const { timestamps } = column;
  return {
    values: Array.from(column.values, (value, k) => (column.present[k] === 1 ? value : null)),
    timestamps: Array.from(timestamps, (time, k) => (column.present[k] === 1 ? time : null)),
  };
}

/** The buffer's samples; checks what its fields promise. */
export function pairsOf(buffer: SampleBuffer): [number, Value][] {
  const pairs: [number, Value][] = [];
  let falls = false;
  for (let i = 0; i < buffer.count; i++) {
    const stale = buffer.hasStale && buffer.stale[i] === 1;
    pairs.push([buffer.timestamps[i] as number, stale ? 'stale' : (buffer.values[i] as number)]);
    if (i > 0 && (buffer.values[i] as number) < (buffer.values[i - 1] as number)) falls = true;
    if (i > 0 && !((buffer.timestamps[i] as number) > (buffer.timestamps[i - 1] as number))) {
      throw new Error(`times do not ascend: ${buffer.timestamps[i - 1]} and ${buffer.timestamps[i]}`);
    }
  }
  if (buffer.resetFree) deepStrictEqual(falls, false, 'resetFree, but a value falls');
  return pairs;
}

/** Whether a column holds the stale marker at an index. */
export function isStaleValue(column: Float64Array, index: number): boolean {
  return isStaleAt(new Uint32Array(column.buffer, column.byteOffset, 2 * column.length), index);
}
