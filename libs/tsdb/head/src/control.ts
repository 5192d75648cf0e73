/** The control area of layout.ts: its words, and the epochs that tell the writer when memory may be used again. */
import { invariant } from '@chimera/errors';
import type { HeapView } from './heap-view.ts';
import { CONTROL, LAYOUT_MAGIC, LAYOUT_VERSION, READER_SLOT_WORDS, SEGMENT_BYTES } from './layout.ts';

/** The words of segment 0, for atomic operations. */
export type ControlWords = Int32Array;

/** Any pointer below the control area's end lies in segment 0. */
export function controlWords(view: HeapView): ControlWords {
  return view.memory(0).i32;
}

/** Writer: fills an empty control area. */
export function formatControl(words: ControlWords): void {
  words[CONTROL.magic] = LAYOUT_MAGIC;
  words[CONTROL.version] = LAYOUT_VERSION;
  words[CONTROL.segmentBytes] = SEGMENT_BYTES;
  Atomics.store(words, CONTROL.epoch, 1);
}

/** Reader: refuses memory of another layout. */
export function checkControl(words: ControlWords): void {
  const { magic, version, segmentBytes } = CONTROL;
  invariant(
    words[magic] === LAYOUT_MAGIC && words[version] === LAYOUT_VERSION && words[segmentBytes] === SEGMENT_BYTES,
    `BUG: shared memory has magic ${words[magic]}, layout ${words[version]}, segments of ${words[segmentBytes]} bytes; ` +
      `want ${LAYOUT_MAGIC}, ${LAYOUT_VERSION}, ${SEGMENT_BYTES}`,
  );
}

/** Writer: ends the epoch; what was unlinked so far can be seen only by readers of it or of older ones. */
export function advanceEpoch(words: ControlWords): void {
  const next = ((words[CONTROL.epoch] as number) + 1) | 0;
  Atomics.store(words, CONTROL.epoch, next === 0 ? 1 : next);
}

/** The oldest epoch that a reader needs; null when none is reading. Only slots below `slots` have readers. */
export function oldestPinnedEpoch(words: ControlWords, slots: number): number | null {
  let oldest: number | null = null;
  for (let slot = 0; slot < slots; slot++) {
    const epoch = Atomics.load(words, CONTROL.readers + slot * READER_SLOT_WORDS);
    if (epoch !== 0 && (oldest === null || isEarlier(epoch, oldest))) oldest = epoch;
  }
  return oldest;
}

/** Order of epochs, which wrap around. */
export function isEarlier(a: number, b: number): boolean {
  return ((a - b) | 0) < 0;
}

/** One reader's slot: keeps the writer from reusing what the reader's open queriers may look at. */
export class EpochPin {
  readonly #words: ControlWords;
  readonly #word: number;
  /** Epochs of the open queriers, oldest first. */
  readonly #open: number[] = [];

  constructor(words: ControlWords, slot: number) {
    this.#words = words;
    this.#word = CONTROL.readers + slot * READER_SLOT_WORDS;
  }

  /** Pins the current epoch; give it back with {@link release}. */
  acquire(): number {
    const words = this.#words;
    let epoch = Atomics.load(words, CONTROL.epoch);
    if (this.#open.length === 0) {
      for (;;) {
        Atomics.store(words, this.#word, epoch);
        const now = Atomics.load(words, CONTROL.epoch);
        if (now === epoch) break;
        epoch = now;
      }
    }
    this.#open.push(epoch);
    return epoch;
  }

  release(epoch: number): void {
    this.#open.splice(this.#open.indexOf(epoch), 1);
    Atomics.store(this.#words, this.#word, this.#open[0] ?? 0);
  }

  /** Lets go of everything: the reader is gone. */
  clear(): void {
    this.#open.length = 0;
    Atomics.store(this.#words, this.#word, 0);
  }
}
