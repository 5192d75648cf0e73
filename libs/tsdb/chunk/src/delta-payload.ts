/**
 * The payload that all delta codecs share: sample i is sample i - 1 plus bias plus its lane, in units of the frame. A
 * patch says the value of a sample whose difference does not fit its lane (a counter's reset), an anchor that of every
 * 128th sample, so that one value can be read without those before it.
 *
 *     offset  type  field
 *          0        integer frame (24 bytes)
 *         24  f64   bias, an integer
 *         32  u32   k: patches
 *         36  u32   offset of the lanes from the payload's start
 *         40  f64   q of each anchor: samples 0, 128, 256, ...
 *             f64   q of each patch (k)
 *             u32   index of each patch (k), ascending, never 0; padded to 8
 *    lanes          one lane per sample (that of sample 0 and of patches is 0), padded to 8
 */
import { invariant } from '@chimera/errors';
import type { ChunkMemory } from './chunk-memory.ts';
import { FRAME_BYTES, writeFrame } from './integer-frame.ts';
import { padded } from './layout.ts';
import type { DeltaStats } from './measure-deltas.ts';
import type { IntegerFrame, ValueColumn } from './value-column.ts';

/** Samples per anchor, as a power of two. */
const ANCHOR_BITS = 7;
const ANCHORS_AT = FRAME_BYTES + 16;

/** How the differences are laid into lanes of 8, 16, 24 or 32 bits (`width` 0 to 3), with the fewest patches. */
function planDeltas(stats: DeltaStats, width: number): { bias: number; patches: number } {
  const largest = 2 ** (8 * width + 8) - 1;
  if (stats.max - stats.min <= largest) return { bias: stats.min, patches: 0 };
  let plan = { bias: 0, patches: stats.falls + stats.over[width] };
  if (stats.minRise <= stats.maxRise && stats.maxRise - stats.minRise <= largest)
    plan = { bias: stats.minRise, patches: stats.falls };
  if (stats.outside[width] < plan.patches) plan = { bias: -(largest + 1) / 2, patches: stats.outside[width] };
  return plan;
}

/** Size of the payload with `laneBytes` bytes of lanes; Infinity when it cannot beat `best`. */
export function deltaSize(column: ValueColumn, width: number, laneBytes: number, best: number): number {
  const fixed = ANCHORS_AT + 8 * anchorsOf(column.count) + laneBytes;
  if (fixed >= best) return Infinity;
  const stats = column.deltas();
  if (stats === null) return Infinity;
  const { patches } = planDeltas(stats, width);
  return fixed + 8 * patches + padded(4 * patches);
}

function anchorsOf(count: number): number {
  return ((count - 1) >>> ANCHOR_BITS) + 1;
}

/**
 * Writes all but the lanes, and fills `lanes` (the first `count`) with what goes into them. Returns the absolute byte
 * offset of the lanes.
 */
export function writeDeltas(
  column: ValueColumn,
  width: number,
  memory: ChunkMemory,
  at: number,
  lanes: Float64Array,
): number {
  const frame: IntegerFrame = column.frame();
  const stats = column.deltas();
  invariant(stats !== null, 'BUG: a delta codec writes a column that is not made of integers');
  const { count } = column;
  const { integers, base, unit } = frame;
  const { bias, patches } = planDeltas(stats, width);
  const largest = 2 ** (8 * width + 8) - 1;
  const anchorWord = (at + ANCHORS_AT) >>> 3;
  const patchWord = anchorWord + anchorsOf(count);
  const patchIndex = 2 * (patchWord + patches);
  const lanesOffset = ANCHORS_AT + 8 * (anchorsOf(count) + patches) + padded(4 * patches);
  writeFrame(frame, memory, at);
  memory.f64[(at >>> 3) + 3] = bias;
  memory.u32[(at >>> 2) + 8] = patches;
  memory.u32[(at >>> 2) + 9] = lanesOffset;
  for (let i = 0, a = 0; i < count; i += 1 << ANCHOR_BITS, a++)
    memory.f64[anchorWord + a] = (integers[i] - base) / unit;
  lanes[0] = 0;
  let patch = 0;
  for (let i = 1; i < count; i++) {
    const lane = (integers[i] - integers[i - 1]) / unit - bias;
    if (lane >= 0 && lane <= largest) {
      lanes[i] = lane;
    } else {
      lanes[i] = 0;
      memory.f64[patchWord + patch] = (integers[i] - base) / unit;
      memory.u32[patchIndex + patch] = i;
      patch++;
    }
  }
  invariant(patch === patches, `BUG: planned ${patches} patches, wrote ${patch}`);
  if (patches % 2 === 1) memory.u32[patchIndex + patches] = 0;
  return at + lanesOffset;
}

/** A place to start decoding from: sample `index` has the value `q`; `patch` is the first patch after it. */
export type DeltaStart = { index: number; q: number; patch: number };

/** Finds the nearest anchor or patch at or before `index`; fills and returns `start`. */
export function findStart(
  memory: ChunkMemory,
  at: number,
  count: number,
  index: number,
  start: DeltaStart,
): DeltaStart {
  const anchor = index >>> ANCHOR_BITS;
  const anchorWord = (at + ANCHORS_AT) >>> 3;
  const patchWord = anchorWord + anchorsOf(count);
  const patches = memory.u32[(at >>> 2) + 8];
  const patchIndex = 2 * (patchWord + patches);
  let patch = patches;
  while (patch > 0 && memory.u32[patchIndex + patch - 1] > index) patch--;
  start.index = anchor << ANCHOR_BITS;
  start.q = memory.f64[anchorWord + anchor];
  start.patch = patch;
  if (patch > 0 && memory.u32[patchIndex + patch - 1] > start.index) {
    start.index = memory.u32[patchIndex + patch - 1];
    start.q = memory.f64[patchWord + patch - 1];
  }
  return start;
}

export function deltaBias(memory: ChunkMemory, at: number): number {
  return memory.f64[(at >>> 3) + 3];
}

export function lanesAt(memory: ChunkMemory, at: number): number {
  return at + memory.u32[(at >>> 2) + 9];
}

/** Index of patch `patch`; `count` when there is no such patch. */
export function patchIndexAt(memory: ChunkMemory, at: number, count: number, patch: number): number {
  const patches = memory.u32[(at >>> 2) + 8];
  if (patch >= patches) return count;
  return memory.u32[2 * (((at + ANCHORS_AT) >>> 3) + anchorsOf(count) + patches) + patch];
}

/** Value of patch `patch`. */
export function patchValueAt(memory: ChunkMemory, at: number, count: number, patch: number): number {
  return memory.f64[((at + ANCHORS_AT) >>> 3) + anchorsOf(count) + patch];
}
