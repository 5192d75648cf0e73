/**
 * The storage contract's querier over a {@link HeadReader}: selection by the index, then by time. A series set holds the
 * snapshots of its series as they were when it was selected: whatever is sealed, merged or dropped later, it reads the
 * same samples, and at most newer ones that the open chunk got since.
 */
import { compileMatcher, type Labels, type Matcher } from '@chimera/tsdb-model';
import { type Querier, SampleBuffer, type SeriesSet, type TimeRange } from '@chimera/tsdb-storage';
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
  const inRange = (slot: number, range: TimeRange): boolean => {
    snapshotRecord(reader.view, recordPointer(reader.control, slot), snapshot);
    const known = snapshot.state === STATE_LIVE && snapshot.generation === reader.generations[slot];
    return known && overlaps(reader.view, snapshot, range);
  };
  const selectRefs = (matchers: readonly Matcher[]): Uint32Array => reader.index.select(matchers.map(compileMatcher));
  const selectAny = (sets: readonly (readonly Matcher[])[], range: TimeRange): Uint32Array | null => {
    const lists = sets.length === 0 ? [selectRefs([])] : sets.map((matchers) => selectRefs(matchers));
    const refs = lists.length === 1 ? (lists[0] as Uint32Array) : union(lists);
    const kept = refs.filter((slot) => inRange(slot, range));
    return kept.length === reader.index.size ? null : kept;
  };
  return {
    select: async (matchers, range) => {
      const labels: Labels[] = [];
      const refs = selectRefs(matchers);
      const snapshots = new SnapshotColumns(refs.length);
      for (const slot of refs) {
        if (!inRange(slot, range)) continue;
        snapshots.put(labels.length, snapshot);
        labels.push(reader.index.labels(slot));
      }
      return seriesSet(reader.view, labels, snapshots);
    },
    labelNames: async (sets, range) => reader.index.labelNames(selectAny(sets, range)),
    labelValues: async (name, sets, range) => [...reader.index.labelValues(name, selectAny(sets, range))],
    close: release,
  };
}

function seriesSet(view: HeapView, labels: readonly Labels[], snapshots: SnapshotColumns): SeriesSet {
  const snapshot = new RecordSnapshot();
  let scratch: SampleBuffer | null = null;
  return {
    labels,
    read: (index, range, out) => readSamples(view, snapshots.get(index, snapshot), range, out),
    readSteps: (index, grid, lookbackMs, out) => {
      scratch ??= new SampleBuffer(2_048);
      readStepValues(view, snapshots.get(index, snapshot), grid, lookbackMs, scratch, out);
    },
  };
}

const FIELDS = 6;

/** The pointers of many snapshots. */
class SnapshotColumns {
  readonly #words: Uint32Array;

  constructor(capacity: number) {
    this.#words = new Uint32Array(FIELDS * capacity);
  }

  put(index: number, { directory, first, end, open, histograms, startTimestamps }: RecordSnapshot): void {
    const words = this.#words;
    const at = FIELDS * index;
    words[at] = directory;
    words[at + 1] = first;
    words[at + 2] = end;
    words[at + 3] = open;
    words[at + 4] = histograms;
    words[at + 5] = startTimestamps;
  }

  get(index: number, into: RecordSnapshot): RecordSnapshot {
    const words = this.#words;
    const at = FIELDS * index;
    into.directory = words[at] as number;
    into.first = words[at + 1] as number;
    into.end = words[at + 2] as number;
    into.open = words[at + 3] as number;
    into.histograms = words[at + 4] as number;
    into.startTimestamps = words[at + 5] as number;
    return into;
  }
}

/** Whether the series may have samples in the range. */
function overlaps(view: HeapView, snapshot: RecordSnapshot, range: TimeRange): boolean {
  const { directory, first, end, open, histograms } = snapshot;
  const count = openCount(view, open);
  if (count > 0 || end > first) {
    const minMs = end > first ? entryMinTime(view, directory, first) : openTimeAt(view, open, 0);
    const maxMs = count > 0 ? openTimeAt(view, open, count - 1) : entryMaxTime(view, directory, end - 1);
    if (minMs <= range.maxMs && maxMs >= range.minMs) return true;
  }
  if (histograms === 0) return false;
  const { minMs, maxMs } = histogramTimes(view, histograms);
  return minMs <= range.maxMs && maxMs >= range.minMs;
}

function union(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Set<number>();
  for (const list of lists) for (const slot of list) all.add(slot);
  return Uint32Array.from(all).sort();
}
