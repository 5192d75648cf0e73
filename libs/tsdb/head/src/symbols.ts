/** The writer's symbol table: one id and one copy in shared memory per distinct string, counted, so that churn frees it. */
import { invariant } from '@chimera/errors';
import type { Heap } from './heap.ts';
import { byteOffset, wordIndex } from './heap-view.ts';
import { CONTROL, MAX_SYMBOLS, SYMBOL_HEADER_BYTES, SYMBOL_PAGE } from './layout.ts';

const encoder = new TextEncoder();

export class SymbolTable {
  readonly #heap: Heap;
  readonly #ids = new Map<string, number>();
  readonly #texts: (string | undefined)[] = [];
  #references = new Uint32Array(1_024);
  readonly #free: number[] = [];
  #serial = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** Distinct strings in use. */
  get size(): number {
    return this.#ids.size;
  }

  /** The id of a string that is in the table; -1 when it is not. */
  find(text: string): number {
    return this.#ids.get(text) ?? -1;
  }

  text(id: number): string {
    return this.#texts[id] as string;
  }

  /** The id of a string, added when new, with one more reference. */
  acquire(text: string): number {
    const id = this.#ids.get(text) ?? this.#add(text);
    this.#references[id] = (this.#references[id] as number) + 1;
    return id;
  }

  /** Takes one reference back; the string goes with the last one. */
  release(id: number): void {
    const left = (this.#references[id] as number) - 1;
    invariant(left >= 0, `BUG: symbol ${id} is released more often than acquired`);
    this.#references[id] = left;
    if (left > 0) return;
    this.#ids.delete(this.#texts[id] as string);
    this.#texts[id] = undefined;
    this.#free.push(id);
    const { u32, at } = this.#entry(id);
    const pointer = u32[at] as number;
    u32[at] = 0;
    this.#heap.retire('symbols', pointer);
  }

  #add(text: string): number {
    const id = this.#free.pop() ?? this.#newId();
    const bytes = encoder.encode(text);
    const pointer = this.#heap.allocate('symbols', SYMBOL_HEADER_BYTES + bytes.length);
    const memory = this.#heap.view.memory(pointer);
    memory.u32[wordIndex(pointer)] = bytes.length;
    memory.u32[wordIndex(pointer) + 1] = ++this.#serial;
    memory.bytes.set(bytes, byteOffset(pointer) + SYMBOL_HEADER_BYTES);
    const { u32, at } = this.#entry(id);
    u32[at] = pointer;
    this.#ids.set(text, id);
    this.#texts[id] = text;
    return id;
  }

  #newId(): number {
    const { control } = this.#heap;
    const id = control[CONTROL.symbolsUsed] as number;
    invariant(id < MAX_SYMBOLS, `BUG: more than ${MAX_SYMBOLS} symbols`);
    if (id % SYMBOL_PAGE === 0) {
      const page = this.#heap.allocate('symbols', SYMBOL_PAGE * 4);
      Atomics.store(control, CONTROL.symbolPages + id / SYMBOL_PAGE, page);
    }
    if (id >= this.#references.length) {
      const grown = new Uint32Array(2 * this.#references.length);
      grown.set(this.#references);
      this.#references = grown;
    }
    Atomics.store(control, CONTROL.symbolsUsed, id + 1);
    return id;
  }

  #entry(id: number): { u32: Uint32Array; at: number } {
    const page = (this.#heap.control[CONTROL.symbolPages + Math.floor(id / SYMBOL_PAGE)] as number) >>> 0;
    return { u32: this.#heap.view.memory(page).u32, at: wordIndex(page) + (id % SYMBOL_PAGE) };
  }
}
