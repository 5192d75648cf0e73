/** The histogram samples of a series (layout.ts): a side list, so that series of floats never pay for it. */
import type { Histogram } from '@chimera/tsdb-model';
import type { SampleBuffer, TimeRange } from '@chimera/tsdb-storage';
import { f64Index, type HeapView, wordIndex } from './heap-view.ts';
import { readHistogram } from './histogram-codec.ts';
import { HISTOGRAM_ENTRY_BYTES, HISTOGRAM_LIST_HEADER_BYTES } from './layout.ts';

const ENTRY_F64 = HISTOGRAM_ENTRY_BYTES / 8;
const HEADER_F64 = HISTOGRAM_LIST_HEADER_BYTES / 8;

export function histogramCount(view: HeapView, list: number): number {
  return list === 0 ? 0 : Atomics.load(view.memory(list).i32, wordIndex(list));
}

export function histogramTimeAt(view: HeapView, list: number, index: number): number {
  return view.memory(list).f64[f64Index(list) + HEADER_F64 + index * ENTRY_F64] as number;
}

/** Pointer to the histogram of an entry. */
export function histogramPointerAt(view: HeapView, list: number, index: number): number {
  return view.memory(list).u32[2 * (f64Index(list) + HEADER_F64 + index * ENTRY_F64 + 1)] as number;
}

export function writeHistogramEntry(
  view: HeapView,
  list: number,
  index: number,
  timeMs: number,
  pointer: number,
): void {
  const { f64, u32 } = view.memory(list);
  const at = f64Index(list) + HEADER_F64 + index * ENTRY_F64;
  f64[at] = timeMs;
  u32[2 * at + 2] = pointer;
  u32[2 * at + 3] = 0;
}

/** Times of the oldest and the newest entry; an empty range when there is none. */
export function histogramTimes(view: HeapView, list: number): TimeRange {
  const count = histogramCount(view, list);
  if (count === 0) return { minMs: Number.POSITIVE_INFINITY, maxMs: Number.NEGATIVE_INFINITY };
  return { minMs: histogramTimeAt(view, list, 0), maxMs: histogramTimeAt(view, list, count - 1) };
}

/** The first entry at or after a time. */
export function firstHistogramFrom(view: HeapView, list: number, timeMs: number): number {
  let low = 0;
  let high = histogramCount(view, list);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (histogramTimeAt(view, list, middle) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Merges the histograms in the range into the floats that `out` holds; leaves `out` alone when there are none. */
export function mergeHistograms(view: HeapView, list: number, range: TimeRange, out: SampleBuffer): void {
  const from = firstHistogramFrom(view, list, range.minMs);
  const count = histogramCount(view, list);
  let to = from;
  while (to < count && histogramTimeAt(view, list, to) <= range.maxMs) to++;
  if (to === from) return;
  const floats = out.count;
  const total = floats + to - from;
  out.reserve(total);
  const histograms: (Histogram | null)[] = new Array(total).fill(null);
  const { timestamps, values, stale, hasStale } = out;
  let float = floats - 1;
  let entry = to - 1;
  for (let at = total - 1; at >= 0; at--) {
    const timeMs = entry >= from ? histogramTimeAt(view, list, entry) : Number.NEGATIVE_INFINITY;
    if (float >= 0 && (timestamps[float] as number) > timeMs) {
      timestamps[at] = timestamps[float] as number;
      values[at] = values[float] as number;
      if (hasStale) stale[at] = stale[float] as number;
      float--;
      continue;
    }
    timestamps[at] = timeMs;
    values[at] = 0;
    if (hasStale) stale[at] = 0;
    histograms[at] = readHistogram(view, histogramPointerAt(view, list, entry));
    entry--;
  }
  out.count = total;
  out.histograms = histograms;
  out.resetFree = false;
}
