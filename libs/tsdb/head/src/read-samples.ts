/** All samples of a series in a range: decodes only the chunks that overlap it. */
import { CHUNK_HAS_RESET, CHUNK_HAS_STALE, chunkFlags, decodeChunk, findSample } from '@chimera/tsdb-chunk';
import type { SampleBuffer, TimeRange } from '@chimera/tsdb-storage';
import { entryChunk, entryMaxTime, entryMinTime, entrySamples, firstEntryReaching } from './chunk-directory.ts';
import { byteOffset, f64Index, type HeapView } from './heap-view.ts';
import { mergeHistograms } from './histogram-list.ts';
import { findInOpen, OPEN_VALUES_F64, openCount, openIsStaleAt, openTimeAt } from './open-chunk.ts';
import type { RecordSnapshot } from './series-record.ts';
import { readStarts } from './start-list.ts';

/** Clears and fills `out`, as SeriesSet.read. */
export function readSamples(view: HeapView, snapshot: RecordSnapshot, range: TimeRange, out: SampleBuffer): void {
  const { directory, first, end, open } = snapshot;
  const { minMs, maxMs } = range;
  out.clear();
  let resetFree = true;
  if (end > first) {
    for (let i = firstEntryReaching(view, directory, first, end, minMs); i < end; i++) {
      const startMs = entryMinTime(view, directory, i);
      if (startMs > maxMs) break;
      const chunk = entryChunk(view, directory, i);
      const memory = view.memory(chunk);
      const at = byteOffset(chunk);
      const from = startMs >= minMs ? 0 : findSample(memory, at, before(minMs)) + 1;
      const to =
        entryMaxTime(view, directory, i) <= maxMs
          ? entrySamples(view, directory, i)
          : findSample(memory, at, maxMs) + 1;
      if (to <= from) continue;
      const start = out.count;
      out.reserve(start + to - from);
      const flags = chunkFlags(memory, at);
      if ((flags & CHUNK_HAS_STALE) !== 0 && !out.hasStale) {
        out.stale.fill(0);
        out.hasStale = true;
      }
      decodeChunk(memory, at, from, to, out.timestamps, out.values, out.stale, start);
      out.count = start + to - from;
      if ((flags & CHUNK_HAS_RESET) !== 0 || fallsAt(out, start)) resetFree = false;
    }
  }
  const count = openCount(view, open);
  if (count > 0 && !readOpen(view, open, count, minMs, maxMs, out)) resetFree = false;
  out.resetFree = resetFree && !out.hasStale;
  if (snapshot.histograms !== 0) mergeHistograms(view, snapshot.histograms, range, out);
  if (snapshot.startTimestamps !== 0) readStarts(view, snapshot.startTimestamps, out);
}

/** Appends what lies in the range; false when some value is below the one before it. */
function readOpen(
  view: HeapView,
  open: number,
  count: number,
  minMs: number,
  maxMs: number,
  out: SampleBuffer,
): boolean {
  const from = findInOpen(view, open, count, before(minMs)) + 1;
  const to = findInOpen(view, open, count, maxMs) + 1;
  if (to <= from) return true;
  const start = out.count;
  out.reserve(start + to - from);
  const { f64 } = view.memory(open);
  const values = f64Index(open) + OPEN_VALUES_F64;
  let resetFree = true;
  let previous = start > 0 ? (out.values[start - 1] as number) : Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const at = start + i - from;
    const value = f64[values + i] as number;
    out.timestamps[at] = openTimeAt(view, open, i);
    out.values[at] = value;
    if (value < previous) resetFree = false;
    if (value !== value && openIsStaleAt(view, open, i)) out.markStale(at);
    previous = value;
  }
  out.count = start + to - from;
  return resetFree;
}

/** Whether the value at `index` is below the one before it. */
function fallsAt(out: SampleBuffer, index: number): boolean {
  return index > 0 && (out.values[index] as number) < (out.values[index - 1] as number);
}

/** The last instant before a time: times are whole milliseconds, bounds need not be. */
function before(timeMs: number): number {
  return Math.ceil(timeMs) - 1;
}
