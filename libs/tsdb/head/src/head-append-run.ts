/** The fast path of appending: a run of samples, each newer than the one before, into the open chunk of a series. */
import { evictForMemory } from './head-evict.ts';
import { publishOpen, sealOpen } from './head-seal.ts';
import type { HeadState } from './head-state.ts';
import { f64Index, wordIndex } from './heap-view.ts';
import { OPEN_FLAG_OFFSETS, OPEN_HEADER_BYTES, RECORD } from './layout.ts';
import {
  createOpenChunk,
  MAX_OFFSET_MS,
  MAX_OPEN_SAMPLES,
  MIN_OPEN_SAMPLES,
  OPEN_BASE_F64,
  OPEN_CAPACITY,
  OPEN_COUNT,
  OPEN_FLAGS,
  OPEN_STEP_F64,
  OPEN_VALUES_F64,
  openOffsetsIndex,
  openTimeAt,
} from './open-chunk.ts';

/**
 * Appends samples from `next` on while each is newer than the series and within bounds. Returns the index of the first
 * one that is not, or `to`. Sample i is at `timestamps[i]`, or, when that is null, at startMs + (i - from) * stepMs.
 */
export function appendRun(
  state: HeadState,
  slot: number,
  timestamps: Float64Array | null,
  startMs: number,
  stepMs: number,
  values: Float64Array,
  from: number,
  next: number,
  to: number,
): number {
  const { series, heap, bounds } = state;
  const { lastTime } = series;
  let last = lastTime[slot] as number;
  let open = series.field(slot, RECORD.open);
  let i = next;
  while (i < to) {
    const firstMs = timestamps === null ? startMs + (i - from) * stepMs : (timestamps[i] as number);
    if (!(firstMs > last) || !bounds.allow(firstMs)) break;
    if (open === 0) {
      open = createOpenChunk(heap, MIN_OPEN_SAMPLES, firstMs, false);
      publishOpen(state, slot, open);
    }
    const { i32, u32, f64 } = heap.view.memory(open);
    const word = wordIndex(open);
    const float = f64Index(open);
    const capacity = u32[word + OPEN_CAPACITY] as number;
    const base = f64[float + OPEN_BASE_F64] as number;
    const offsets =
      ((u32[word + OPEN_FLAGS] as number) & OPEN_FLAG_OFFSETS) === 0 ? 0 : word + OPEN_HEADER_BYTES / 4 + 2 * capacity;
    const before = i32[word + OPEN_COUNT] as number;
    let count = before;
    let irregular = false;
    let tooFar = false;
    for (; i < to && count < capacity; i++, count++) {
      const t = timestamps === null ? startMs + (i - from) * stepMs : (timestamps[i] as number);
      if (!(t > last) || !bounds.allow(t)) break;
      const offset = t - base;
      tooFar = offset > MAX_OFFSET_MS;
      if (tooFar) break;
      if (offsets !== 0) {
        u32[offsets + count] = offset;
      } else if (count === 1) {
        f64[float + OPEN_STEP_F64] = offset;
      } else {
        irregular = offset !== count * (f64[float + OPEN_STEP_F64] as number) && count > 0;
        if (irregular) break;
      }
      const value = values[i] as number;
      if (value === value) f64[float + OPEN_VALUES_F64 + count] = value;
      else copyBits(values, i, u32, 2 * (float + OPEN_VALUES_F64 + count));
      last = t;
    }
    Atomics.store(i32, word + OPEN_COUNT, count);
    state.totals.samplesStored += count - before;
    lastTime[slot] = last;
    if (i === to) break;
    if (tooFar || count === MAX_OPEN_SAMPLES) {
      if (heap.excessBytes > 0) evictForMemory(state);
      sealOpen(state, slot);
      open = 0;
    } else if (irregular) {
      open = copyOpenChunk(state, slot, open, count, capacity, true);
    } else if (count === capacity) {
      open = copyOpenChunk(state, slot, open, count, 2 * capacity, offsets !== 0);
    } else {
      break;
    }
  }
  return i;
}

/** Copies the two words of a NaN, which may be the stale marker. */
function copyBits(values: Float64Array, index: number, into: Uint32Array, at: number): void {
  const words = new Uint32Array(values.buffer, values.byteOffset + 8 * index, 2);
  into[at] = words[0] as number;
  into[at + 1] = words[1] as number;
}

/** Publishes a copy of the open chunk with another capacity or another form of timestamps. */
function copyOpenChunk(
  state: HeadState,
  slot: number,
  open: number,
  count: number,
  capacity: number,
  offsets: boolean,
): number {
  const { heap } = state;
  const base = openTimeAt(heap.view, open, 0);
  const copy = createOpenChunk(heap, capacity, base, offsets);
  const from = heap.view.memory(open);
  const to = heap.view.memory(copy);
  const values = f64Index(open) + OPEN_VALUES_F64;
  to.f64.set(from.f64.subarray(values, values + count), f64Index(copy) + OPEN_VALUES_F64);
  if (offsets) {
    const start = openOffsetsIndex(to, copy);
    for (let i = 0; i < count; i++) to.u32[start + i] = openTimeAt(heap.view, open, i) - base;
  } else {
    to.f64[f64Index(copy) + OPEN_STEP_F64] = from.f64[f64Index(open) + OPEN_STEP_F64] as number;
  }
  to.i32[wordIndex(copy) + OPEN_COUNT] = count;
  publishOpen(state, slot, copy);
  return copy;
}
