/** Puts the series of a `load` into a store. */
import { writeStaleAt } from '@chimera/tsdb-model';
import { AppendCounts, type SeriesRef } from '@chimera/tsdb-storage';
import { convertClassicHistograms } from './classic-histograms.ts';
import type { ScriptStorage } from './engine-contract.ts';
import type { Point } from './point.ts';
import type { LoadCommand, LoadSeries } from './script.ts';

/** Throws an Error when the store refuses a series or a sample. */
export function applyLoad(storage: ScriptStorage, load: LoadCommand): void {
  for (const series of load.series) appendSeries(storage, series, load.stepMs);
  if (!load.withCustomBuckets) return;
  for (const series of convertClassicHistograms(load.series)) appendSeries(storage, series, load.stepMs);
}

function appendSeries(storage: ScriptStorage, { labels, points, startOffsets }: LoadSeries, stepMs: number): void {
  const ref = storage.series(labels);
  if (typeof ref !== 'number') throw new Error(`the store refused ${labels}: ${ref.message}`);
  const counts = new AppendCounts();
  for (const run of runs(points)) appendRun(storage, ref, points, run, stepMs, counts);
  if (counts.firstRejection !== null) {
    throw new Error(`the store refused ${counts.rejected} samples of ${labels}: ${counts.firstRejection.message}`);
  }
  if (startOffsets === null) return;
  for (const [i, offset] of startOffsets.entries()) {
    if (offset === null || points[i]?.kind === 'omitted') continue;
    if (storage.setStartTimestamp === undefined) throw new Error('the store keeps no start timestamps (@st)');
    storage.setStartTimestamp(ref, i * stepMs, i * stepMs + offset);
  }
}

/** A stretch of points of one storage class, [from, to). */
type Run = { readonly histogram: boolean; readonly from: number; readonly to: number };

function* runs(points: readonly Point[]): Generator<Run> {
  let from = 0;
  for (let to = 1; to <= points.length; to++) {
    const histogram = points[from]?.kind === 'histogram';
    if (to < points.length && (points[to]?.kind === 'histogram') === histogram) continue;
    yield { histogram, from, to };
    from = to;
  }
}

function appendRun(
  storage: ScriptStorage,
  ref: SeriesRef,
  points: readonly Point[],
  { histogram, from, to }: Run,
  stepMs: number,
  counts: AppendCounts,
): void {
  if (histogram) {
    for (let i = from; i < to; i++) {
      const point = points[i];
      if (point?.kind === 'histogram') storage.appendHistogram(ref, i * stepMs, point.histogram, counts);
    }
    return;
  }
  const timestamps = new Float64Array(to - from);
  const values = new Float64Array(to - from);
  const words = new Uint32Array(values.buffer);
  let count = 0;
  for (let i = from; i < to; i++) {
    const point = points[i] as Point;
    if (point.kind === 'omitted') continue;
    timestamps[count] = i * stepMs;
    if (point.kind === 'float') values[count] = point.value;
    else writeStaleAt(words, count);
    count++;
  }
  storage.append(ref, timestamps, values, 0, count, counts);
}
