/**
 * From label sets to slots: an open-addressing table over the label lists in shared memory, so that a known series costs
 * no string and no object. Keys are symbol ids: a label set with an unknown string is a new series.
 */
import { type HeapView, wordIndex } from './heap-view.ts';
import { LABEL_LIST_HEADER_WORDS } from './layout.ts';

export class SeriesLookup {
  readonly #view: HeapView;
  /** Pointer to the label list of a slot. */
  readonly #labelsOf: (slot: number) => number;
  /** Slot + 1, or 0; a power of two. */
  #table = new Uint32Array(1_024);
  #count = 0;

  constructor(view: HeapView, labelsOf: (slot: number) => number) {
    this.#view = view;
    this.#labelsOf = labelsOf;
  }

  /** The slot of the label list `ids[0..length)` with this hash; -1 when there is none. */
  find(hash: number, ids: Uint32Array, length: number): number {
    const mask = this.#table.length - 1;
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const entry = this.#table[i] as number;
      if (entry === 0) return -1;
      if (this.#equals(this.#labelsOf(entry - 1), hash, ids, length)) return entry - 1;
    }
  }

  add(hash: number, slot: number): void {
    if (2 * (this.#count + 1) > this.#table.length) this.#grow();
    this.#place(hash, slot);
    this.#count++;
  }

  /** Removes a slot whose label list is still there; moves up what probing pushed behind it. */
  remove(slot: number): void {
    const table = this.#table;
    const mask = table.length - 1;
    let hole = this.#hashOf(slot) & mask;
    while (table[hole] !== slot + 1) hole = (hole + 1) & mask;
    for (let i = (hole + 1) & mask; table[i] !== 0; i = (i + 1) & mask) {
      const home = this.#hashOf((table[i] as number) - 1) & mask;
      if (((i - home) & mask) < ((i - hole) & mask)) continue;
      table[hole] = table[i] as number;
      hole = i;
    }
    table[hole] = 0;
    this.#count--;
  }

  clear(): void {
    this.#table = new Uint32Array(1_024);
    this.#count = 0;
  }

  #equals(list: number, hash: number, ids: Uint32Array, length: number): boolean {
    const { u32 } = this.#view.memory(list);
    const at = wordIndex(list);
    if (u32[at + 1] !== hash || (u32[at] as number) * 2 !== length) return false;
    for (let i = 0; i < length; i++) if (u32[at + LABEL_LIST_HEADER_WORDS + i] !== ids[i]) return false;
    return true;
  }

  #hashOf(slot: number): number {
    const list = this.#labelsOf(slot);
    return this.#view.memory(list).u32[wordIndex(list) + 1] as number;
  }

  #place(hash: number, slot: number): void {
    const mask = this.#table.length - 1;
    let i = hash & mask;
    while (this.#table[i] !== 0) i = (i + 1) & mask;
    this.#table[i] = slot + 1;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Uint32Array(2 * old.length);
    for (const entry of old) if (entry !== 0) this.#place(this.#hashOf(entry - 1), entry - 1);
  }
}

/** Hash of symbol ids, a u32. */
export function hashIds(ids: Uint32Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ (ids[i] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
