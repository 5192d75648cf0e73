/**
 * The head: all series and samples, in shared memory that other threads read. This is the writer's end, an appender; it
 * can be queried in its own thread too.
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { invariant } from '@chimera/errors';
import type { Cardinality } from '@chimera/tsdb-index';
import type { Labels, MetricMetadata } from '@chimera/tsdb-model';
import type { Appender, ExemplarQueryable, Queryable, Rejection, SeriesRef } from '@chimera/tsdb-storage';
import { EpochPin } from './control.ts';
import { ExemplarStore } from './exemplar-store.ts';
import { appendHistogram, appendSamples } from './head-append.ts';
import { clearHead } from './head-clear.ts';
import { createSeries } from './head-create.ts';
import { type MaintainResult, maintainHead } from './head-maintain.ts';
import { HeadReader } from './head-reader.ts';
import { setStart } from './head-starts.ts';
import { createHeadState } from './head-state.ts';
import { type HeadStats, headStats } from './head-stats.ts';
import { MAX_SLOTS, READER_SLOTS } from './layout.ts';
import { MetadataStore } from './metadata-store.ts';
import { type HeadOptions, headLimits } from './options.ts';
import type { ReaderHandle, SegmentMessage } from './reader-handle.ts';

export type Head = Required<Appender> &
  Queryable &
  ExemplarQueryable & {
    /** Exemplars that are kept now. */
    exemplarCount(): number;
    /** Retention and the removal of empty series; call it every few seconds. */
    maintain(nowMs?: number): MaintainResult;
    stats(): HeadStats;
    /** Of `stats`, what costs nothing. */
    memory(): Pick<HeadStats, 'usedBytes' | 'maxBytes'>;
    /** What makes the most series, at most `limit` per list. Costs this thread an index when it has none yet. */
    cardinality(limit: number): Cardinality;
    /** Removes all series, samples and metadata; refs are dead after it. Open queriers go on with what they had. */
    clear(): void;
    /** A way to read the head for one more thread; at most 63 at once. */
    readerPort(): ReaderHandle;
    /** Takes a handle back whose thread is gone; its exit does the same, a little later. */
    releaseReader(handle: Pick<ReaderHandle, 'slot' | 'id'>): void;
    /** The control area, for tests and tools that watch the readers. */
    readonly control: Int32Array;
    metadataFor(family: string): MetricMetadata | null;
    metadataByFamily(): ReadonlyMap<string, MetricMetadata>;
  };

/** The writer's own queriers use this reader slot. */
const OWN_SLOT = 0;

/** An empty head. */
export function createHead(options: HeadOptions = {}): Head {
  const limits = headLimits(options);
  const ports = new Map<number, { readonly port: MessagePort; readonly id: number }>();
  let nextReaderId = 1;
  const state = createHeadState(limits, (segment, buffer) => {
    for (const { port } of ports.values()) port.postMessage({ segment, buffer } satisfies SegmentMessage);
  });
  const metadata = new MetadataStore(limits.maxMetadataFamilies);
  const exemplars = new ExemplarStore(limits.maxExemplars, limits.maxExemplarsPerSeries);
  let reader: HeadReader | null = null;
  const ownReader = (): HeadReader => (reader ??= new HeadReader(state.heap.view, OWN_SLOT, () => {}));
  const releaseReader = ({ slot, id }: Pick<ReaderHandle, 'slot' | 'id'>): void => {
    const known = ports.get(slot);
    if (known?.id !== id) return;
    ports.delete(slot);
    known.port.close();
    new EpochPin(state.heap.control, slot).clear();
  };
  const slotOf = (ref: SeriesRef): number => {
    const slot = ref % MAX_SLOTS;
    invariant(isLive(ref), `BUG: append to series ref ${ref}, which is not live`);
    return slot;
  };
  const labelsOf = (slot: number): Labels => {
    const labels: string[] = [];
    const { symbols } = state.series;
    state.series.forEachLabel(slot, (name, value) => labels.push(symbols.text(name), symbols.text(value)));
    return labels;
  };
  const isLive = (ref: SeriesRef): boolean => {
    const slot = ref % MAX_SLOTS;
    return state.series.isLive(slot) && (state.series.generations[slot] as number) === (ref - slot) / MAX_SLOTS;
  };
  return {
    series: (labels: Labels): SeriesRef | Rejection => {
      const known = state.series.find(labels);
      const slot = known >= 0 ? known : createSeries(state, labels);
      return typeof slot === 'number' ? (state.series.generations[slot] as number) * MAX_SLOTS + slot : slot;
    },
    isLive,
    append: (ref, timestamps, values, from, to, counts) =>
      appendSamples(state, slotOf(ref), timestamps, 0, 0, values, from, to, counts),
    appendRegular: (ref, startMs, stepMs, values, from, to, counts) =>
      appendSamples(state, slotOf(ref), null, startMs, stepMs, values, from, to, counts),
    appendHistogram: (ref, timestampMs, histogram, counts) =>
      appendHistogram(state, slotOf(ref), timestampMs, histogram, counts),
    appendExemplar: (ref, exemplar) => exemplars.append(ref, exemplar, () => labelsOf(slotOf(ref))),
    queryExemplars: (matcherSets, range) => exemplars.query(matcherSets, range),
    exemplarCount: () => exemplars.size,
    setStartTimestamp: (ref, timestampMs, startTimestampMs) =>
      setStart(state, slotOf(ref), timestampMs, startTimestampMs),
    metadata: (family, described) => metadata.set(family, described),
    metadataFor: (family) => metadata.get(family),
    metadataByFamily: () => metadata.all(),
    querier: () => ownReader().querier(),
    maintain: (nowMs = limits.now()) => {
      exemplars.dropBefore(nowMs - limits.retentionMs);
      return maintainHead(state, nowMs);
    },
    stats: () => headStats(state),
    memory: () => ({ usedBytes: state.heap.usedBytes, maxBytes: limits.maxMemoryBytes }),
    cardinality: (limit) => ownReader().cardinality(limit),
    clear: () => {
      clearHead(state);
      metadata.clear();
      exemplars.clear();
    },
    readerPort: () => {
      let slot = OWN_SLOT + 1;
      while (ports.has(slot)) slot++;
      invariant(slot < READER_SLOTS, `BUG: more than ${READER_SLOTS - 1} readers; release those that are gone`);
      const { port1, port2 } = new MessageChannel();
      const id = nextReaderId++;
      ports.set(slot, { port: port1, id });
      state.heap.readerSlots = Math.max(state.heap.readerSlots, slot + 1);
      port1.on('close', () => releaseReader({ slot, id }));
      port1.unref();
      return { port: port2, segments: [...state.heap.buffers], slot, id };
    },
    releaseReader,
    control: state.heap.control,
  };
}
