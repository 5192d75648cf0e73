/** The storage contract's querier over a {@link HeadReader}: selection by the index, then by time. */
import { compileMatcher, type Labels, type Matcher } from '@chimera/tsdb-model';
import type { Querier, SeriesSet, TimeRange } from '@chimera/tsdb-storage';
import { entryMaxTime, entryMinTime } from './chunk-directory.ts';
import type { HeadReader } from './head-reader.ts';
import type { HeapView } from './heap-view.ts';
import { histogramTimes } from './histogram-list.ts';
import { STATE_LIVE } from './layout.ts';
import { openCount, openTimeAt } from './open-chunk.ts';
import { readSamples } from './read-samples.ts';
import { readStepValues } from './read-steps.ts';
import { RecordSnapshot, recordPointer, snapshotRecord } from './series-record.ts';

/** `release` is called once or more often, when the querier closes. */
export function headQuerier(reader: HeadReader, release: () => void): Querier {
  const snapshot = new RecordSnapshot();
  const selectRefs = (matchers: readonly Matcher[], range: TimeRange): Uint32Array => {
    const refs = reader.index.select(matchers.map(compileMatcher));
    return refs.filter((slot) => overlaps(reader, slot, range, snapshot));
  };
  const selectAny = (sets: readonly (readonly Matcher[])[], range: TimeRange): Uint32Array | null => {
    const lists = sets.length === 0 ? [selectRefs([], range)] : sets.map((matchers) => selectRefs(matchers, range));
    const refs = lists.length === 1 ? (lists[0] as Uint32Array) : union(lists);
    return refs.length === reader.index.size ? null : refs;
  };
  return {
    select: async (matchers, range) => seriesSet(reader, selectRefs(matchers, range)),
    labelNames: async (sets, range) => reader.index.labelNames(selectAny(sets, range)),
    labelValues: async (name, sets, range) => [...reader.index.labelValues(name, selectAny(sets, range))],
    close: release,
  };
}

function seriesSet(reader: HeadReader, slots: Uint32Array): SeriesSet {
  const labels = Array.from(slots, (slot): Labels => reader.index.labels(slot));
  const generations = Uint32Array.from(slots, (slot) => reader.generations[slot] as number);
  const snapshot = new RecordSnapshot();
  const take = (index: number): RecordSnapshot => {
    snapshotRecord(reader.view, recordPointer(reader.control, slots[index] as number), snapshot);
    if (snapshot.generation !== generations[index] || snapshot.state !== STATE_LIVE) forget(snapshot);
    return snapshot;
  };
  return {
    labels,
    read: (index, range, out) => readSamples(reader.view, take(index), range, out),
    readSteps: (index, grid, lookbackMs, out) => readStepValues(reader.view, take(index), grid, lookbackMs, out),
  };
}

/** The series is gone, and perhaps another one is in its place: it has no samples. */
function forget(snapshot: RecordSnapshot): void {
  snapshot.directory = 0;
  snapshot.first = 0;
  snapshot.end = 0;
  snapshot.open = 0;
  snapshot.histograms = 0;
}

/** Whether the series may have samples in the range. */
function overlaps(reader: HeadReader, slot: number, range: TimeRange, snapshot: RecordSnapshot): boolean {
  const { view } = reader;
  snapshotRecord(view, recordPointer(reader.control, slot), snapshot);
  if (snapshot.state !== STATE_LIVE || snapshot.generation !== reader.generations[slot]) return false;
  if (floatsOverlap(view, snapshot, range)) return true;
  if (snapshot.histograms === 0) return false;
  const { minMs, maxMs } = histogramTimes(view, snapshot.histograms);
  return minMs <= range.maxMs && maxMs >= range.minMs;
}

function floatsOverlap(view: HeapView, { directory, first, end, open }: RecordSnapshot, range: TimeRange): boolean {
  const count = openCount(view, open);
  if (count === 0 && end === first) return false;
  const minMs = end > first ? entryMinTime(view, directory, first) : openTimeAt(view, open, 0);
  const maxMs = count > 0 ? openTimeAt(view, open, count - 1) : entryMaxTime(view, directory, end - 1);
  return minMs <= range.maxMs && maxMs >= range.minMs;
}

function union(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Set<number>();
  for (const list of lists) for (const slot of list) all.add(slot);
  return Uint32Array.from(all).sort();
}
