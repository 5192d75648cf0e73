/** A reader's way from symbol ids to strings: decoded once, kept until the id means something else. */
import type { ControlWords } from './control.ts';
import { byteOffset, type HeapView, wordIndex } from './heap-view.ts';
import { CONTROL, SYMBOL_HEADER_BYTES, SYMBOL_PAGE } from './layout.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class SymbolReader {
  readonly #view: HeapView;
  readonly #control: ControlWords;
  readonly #texts: string[] = [];
  readonly #serials: number[] = [];

  constructor(view: HeapView, control: ControlWords) {
    this.#view = view;
    this.#control = control;
  }

  /**
   * The string of an id that a label list names. The caller's epoch is pinned, and it checks afterwards that the series
   * of that list still lives: the id may have been freed meanwhile ('' then), or mean something else.
   */
  text(id: number): string {
    const page = Atomics.load(this.#control, CONTROL.symbolPages + Math.floor(id / SYMBOL_PAGE)) >>> 0;
    const pointer = this.#view.memory(page).u32[wordIndex(page) + (id % SYMBOL_PAGE)] as number;
    if (pointer === 0) return '';
    const memory = this.#view.memory(pointer);
    const at = wordIndex(pointer);
    const serial = memory.u32[at + 1] as number;
    if (this.#serials[id] === serial) return this.#texts[id] as string;
    const start = byteOffset(pointer) + SYMBOL_HEADER_BYTES;
    // TextDecoder refuses shared memory: slice copies.
    const text = decoder.decode(memory.bytes.slice(start, start + (memory.u32[at] as number)));
    this.#texts[id] = text;
    this.#serials[id] = serial;
    return text;
  }
}
