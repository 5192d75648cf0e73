/**
 * Structural changes of a series: sealing samples into chunks, replacing chunks, dropping chunks. Each builds the new
 * state beside the old one, publishes it in one change of the record, and only then gives the old memory back.
 */
import {
  copyEntries,
  createDirectory,
  directoryCapacity,
  entryChunk,
  entrySamples,
  writeEntry,
} from './chunk-directory.ts';
import type { HeadState } from './head-state.ts';
import { byteOffset } from './heap-view.ts';
import { RECORD } from './layout.ts';
import { copyOpen, MAX_OPEN_SAMPLES, openCount } from './open-chunk.ts';

/** Samples of a sealed chunk, at most: larger ones save headers, smaller ones narrower lanes and less decoding. */
export const MAX_CHUNK_SAMPLES = 1_024;

/** Chunks with at least so many samples stay as they are; smaller ones are merged. */
const SETTLED_SAMPLES = MAX_CHUNK_SAMPLES / 2;

/** So many small chunks at the end of a series are merged, however few samples they have. */
const MERGED_CHUNKS = 8;

/** Seals the open chunk. */
export function sealOpen(state: HeadState, slot: number): void {
  const { series, heap, scratch } = state;
  const open = series.field(slot, RECORD.open);
  const end = series.field(slot, RECORD.end);
  scratch.count = 0;
  copyOpen(heap.view, open, 0, openCount(heap.view, open), scratch);
  replaceEntries(state, slot, end, end, encodeScratch(state), true);
  mergeNewest(state, slot);
}

/**
 * Merges the small chunks at the end of a series once they fill a large one, or are many: so a sample is encoded twice,
 * not again at each seal, and the small ones stay few.
 */
function mergeNewest(state: HeadState, slot: number): void {
  const { series, heap, scratch } = state;
  const { view } = heap;
  const directory = series.field(slot, RECORD.directory);
  const first = series.field(slot, RECORD.first);
  const end = series.field(slot, RECORD.end);
  let from = end;
  let total = 0;
  while (from > first) {
    const samples = entrySamples(view, directory, from - 1);
    if (samples >= SETTLED_SAMPLES || total + samples > MAX_CHUNK_SAMPLES) break;
    total += samples;
    from--;
  }
  if (end - from < 2 || (end - from < MERGED_CHUNKS && total <= MAX_CHUNK_SAMPLES - MAX_OPEN_SAMPLES)) return;
  scratch.count = 0;
  for (let i = from; i < end; i++) {
    const chunk = entryChunk(view, directory, i);
    scratch.addChunk(view.memory(chunk), byteOffset(chunk));
  }
  replaceEntries(state, slot, from, end, encodeScratch(state), false);
}

/** Encodes the scratch columns as chunks; pointers to them, ascending in time. */
export function encodeScratch(state: HeadState): number[] {
  const { scratch } = state;
  const pieces = Math.ceil(scratch.count / MAX_CHUNK_SAMPLES);
  return Array.from({ length: pieces }, (_, i) => {
    const from = Math.floor((i * scratch.count) / pieces);
    const to = Math.floor(((i + 1) * scratch.count) / pieces);
    return encodeChunk(state, scratch.timestamps, 0, 0, scratch.values, from, to);
  });
}

/** A new chunk of samples `from` to `to` (excluded); `timestamps` null: regular. */
export function encodeChunk(
  state: HeadState,
  timestamps: Float64Array | null,
  startMs: number,
  stepMs: number,
  values: Float64Array,
  from: number,
  to: number,
): number {
  const { heap, encoder } = state;
  const chunk = heap.allocate('chunks', encoder.plan(timestamps, startMs, stepMs, values, from, to));
  encoder.write(heap.view.memory(chunk), byteOffset(chunk));
  state.totals.chunks++;
  return chunk;
}

/** Adds a chunk that is newer than all of the series' samples; the open chunk must be empty. */
export function addChunk(state: HeadState, slot: number, chunk: number): void {
  const end = state.series.field(slot, RECORD.end);
  replaceEntries(state, slot, end, end, [chunk], false);
  mergeNewest(state, slot);
}

/**
 * Replaces directory entries `from` to `to` (excluded) by `chunks`, and takes the open chunk away when `dropOpen`. Gives
 * the replaced memory back. Sample totals are the caller's.
 */
export function replaceEntries(
  state: HeadState,
  slot: number,
  from: number,
  to: number,
  chunks: readonly number[],
  dropOpen: boolean,
): void {
  const { series, heap } = state;
  const { view } = heap;
  const directory = series.field(slot, RECORD.directory);
  const first = series.field(slot, RECORD.first);
  const end = series.field(slot, RECORD.end);
  const open = series.field(slot, RECORD.open);
  const grows = from === end && directory !== 0 && end + chunks.length <= directoryCapacity(view, directory);
  const count = from - first + chunks.length + (end - to);
  let target = directory;
  if (!grows) {
    target = count === 0 ? 0 : createDirectory(heap, capacityFor(count));
    if (target !== 0) {
      copyEntries(view, directory, first, from, target, 0);
      copyEntries(view, directory, to, end, target, from - first + chunks.length);
    }
  }
  const start = grows ? from : from - first;
  chunks.forEach((chunk, i) => writeEntry(view, target, start + i, chunk));
  series.change(slot, (words, at) => {
    words[at + RECORD.directory] = target;
    words[at + RECORD.first] = grows ? first : 0;
    words[at + RECORD.end] = grows ? end + chunks.length : count;
    if (dropOpen) words[at + RECORD.open] = 0;
  });
  for (let i = from; i < to; i++) retireChunk(state, entryChunk(view, directory, i));
  if (target !== directory && directory !== 0) heap.retire('directories', directory);
  if (dropOpen && open !== 0) heap.retire('open', open);
}

/** Replaces the open chunk by `open`; the old one is given back. 0: none. */
export function publishOpen(state: HeadState, slot: number, open: number): void {
  const old = state.series.field(slot, RECORD.open);
  state.series.change(slot, (words, at) => {
    words[at + RECORD.open] = open;
  });
  if (old !== 0) state.heap.retire('open', old);
}

/** Drops the oldest entries of a series, up to `to` (excluded); returns their samples. */
export function dropOldest(state: HeadState, slot: number, to: number): number {
  const { series, heap } = state;
  const directory = series.field(slot, RECORD.directory);
  const first = series.field(slot, RECORD.first);
  const end = series.field(slot, RECORD.end);
  series.change(slot, (words, at) => {
    words[at + RECORD.directory] = to === end ? 0 : directory;
    words[at + RECORD.first] = to === end ? 0 : to;
    words[at + RECORD.end] = to === end ? 0 : end;
  });
  let samples = 0;
  for (let i = first; i < to; i++) {
    samples += entrySamples(heap.view, directory, i);
    retireChunk(state, entryChunk(heap.view, directory, i));
  }
  if (to === end) {
    heap.retire('directories', directory);
    if (series.field(slot, RECORD.open) === 0) series.lastTime[slot] = Number.NEGATIVE_INFINITY;
  }
  state.totals.samplesStored -= samples;
  return samples;
}

function retireChunk(state: HeadState, chunk: number): void {
  state.totals.chunks--;
  state.heap.retire('chunks', chunk);
}

function capacityFor(count: number): number {
  return count <= 2 ? 2 : count <= 6 ? 6 : Math.ceil(count * 1.25) + 2;
}
