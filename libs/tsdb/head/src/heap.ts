/**
 * The writer's heap: allocation within a soft cap, and deferred reuse. What readers may still look at waits in limbo
 * until their epochs have passed. Over the cap it names its `excessBytes`, and its owner unlinks old data between two
 * operations, never within one; when that does not help (readers hold on to it, or nothing may go) the heap grows beyond
 * the cap rather than refuse a sample, and counts it.
 */
import { invariant } from '@chimera/errors';
import { Allocator } from './allocator.ts';
import {
  advanceEpoch,
  type ControlWords,
  controlWords,
  formatControl,
  isEarlier,
  oldestPinnedEpoch,
} from './control.ts';
import { HeapView } from './heap-view.ts';
import { CONTROL, SEGMENT_BYTES } from './layout.ts';

export type HeapPart = 'series' | 'labels' | 'symbols' | 'directories' | 'chunks' | 'open' | 'histograms' | 'starts';

export const HEAP_PARTS: readonly HeapPart[] = [
  'series',
  'labels',
  'symbols',
  'directories',
  'chunks',
  'open',
  'histograms',
  'starts',
];

type Batch = { epoch: number; pointers: number[] };

/** Unlinked blocks that share one epoch, at most. */
const BATCH_SIZE = 512;

export class Heap {
  readonly view = new HeapView();
  readonly control: ControlWords;
  /** Bytes in use per part, headers and rounding included, limbo excluded. */
  readonly bytesByPart: Record<HeapPart, number> = {
    series: 0,
    labels: 0,
    symbols: 0,
    directories: 0,
    chunks: 0,
    open: 0,
    histograms: 0,
    starts: 0,
  };
  /** Bytes unlinked but not yet reusable. */
  limboBytes = 0;
  /** Times that the heap grew beyond its cap. */
  overshoots = 0;
  /** Reader slots in use are below this; raise it before a slot is given out. */
  readerSlots = 1;
  /** All segments, in order: for readers that come later. */
  readonly buffers: SharedArrayBuffer[] = [];

  readonly #allocator: Allocator;
  readonly #maxBytes: number;
  /** Data in use above this is in excess. */
  readonly #thresholdBytes: number;
  readonly #marginBytes: number;
  readonly #limbo: Batch[] = [];
  #batch: number[] = [];

  /** `maxBytes`: the cap, Infinity for none. `announce` tells readers of a new segment. */
  constructor(maxBytes: number, announce: (segment: number, buffer: SharedArrayBuffer) => void) {
    this.#maxBytes = maxBytes;
    this.#marginBytes = Number.isFinite(maxBytes) ? Math.max(maxBytes / 16, Math.min(SEGMENT_BYTES, maxBytes / 4)) : 0;
    this.#thresholdBytes = maxBytes - this.#marginBytes;
    this.#allocator = new Allocator(this.view, (segment, buffer) => {
      this.buffers.push(buffer);
      announce(segment, buffer);
    });
    this.#allocator.addSegment();
    this.control = controlWords(this.view);
    formatControl(this.control);
  }

  /** Bytes in use, limbo included. */
  get usedBytes(): number {
    return this.#allocator.usedBytes;
  }

  /** Bytes of shared memory. */
  get totalBytes(): number {
    return this.#allocator.totalBytes;
  }

  /** Bytes that should be unlinked now to stay below the cap; 0 when there is no need. */
  get excessBytes(): number {
    const excess = this.usedBytes - this.limboBytes - this.#thresholdBytes;
    return excess > 0 ? excess + this.#marginBytes / 2 : 0;
  }

  /** Bytes that a block takes, header included. */
  sizeOf(pointer: number): number {
    return this.#allocator.sizeOf(pointer);
  }

  /** A pointer to `bytes` bytes of undefined content. */
  allocate(part: HeapPart, bytes: number): number {
    const pointer = this.#allocator.tryAllocate(bytes) || this.#allocateSlow(bytes);
    this.bytesByPart[part] += this.#allocator.sizeOf(pointer);
    return pointer;
  }

  /** Takes back a block that readers can no longer reach, though some may hold on to it. Call after unlinking it. */
  retire(part: HeapPart, pointer: number): void {
    const bytes = this.#allocator.sizeOf(pointer);
    this.bytesByPart[part] -= bytes;
    if (
      this.#limbo.length === 0 &&
      this.#batch.length === 0 &&
      oldestPinnedEpoch(this.control, this.readerSlots) === null
    ) {
      this.#allocator.free(pointer);
      return;
    }
    this.limboBytes += bytes;
    this.#batch.push(pointer);
    if (this.#batch.length >= BATCH_SIZE) this.collect();
  }

  /** Takes back a block that no reader ever saw. */
  discard(part: HeapPart, pointer: number): void {
    this.bytesByPart[part] -= this.#allocator.sizeOf(pointer);
    this.#allocator.free(pointer);
  }

  /** Frees what all readers have left behind. */
  collect(): void {
    if (this.#batch.length > 0) {
      this.#limbo.push({ epoch: this.control[CONTROL.epoch] as number, pointers: this.#batch });
      this.#batch = [];
      advanceEpoch(this.control);
    }
    const pinned = oldestPinnedEpoch(this.control, this.readerSlots);
    while (this.#limbo.length > 0) {
      const { epoch, pointers } = this.#limbo[0] as Batch;
      if (pinned !== null && !isEarlier(epoch, pinned)) break;
      this.#limbo.shift();
      for (const pointer of pointers) {
        this.limboBytes -= this.#allocator.sizeOf(pointer);
        this.#allocator.free(pointer);
      }
    }
  }

  #allocateSlow(bytes: number): number {
    this.collect();
    let pointer = this.#allocator.tryAllocate(bytes);
    if (pointer !== 0) return pointer;
    const full = this.totalBytes + SEGMENT_BYTES > this.#maxBytes;
    if (full) this.overshoots++;
    invariant(this.#allocator.addSegment(), `BUG: the address space of 32 GiB is used up (${this.usedBytes} bytes)`);
    pointer = this.#allocator.tryAllocate(bytes);
    invariant(pointer !== 0, `BUG: no room for ${bytes} bytes in a new segment`);
    return pointer;
  }
}
