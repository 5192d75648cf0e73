/** The writer's side of the series table: slots, records, journal, and the columns that only the writer needs. */
import { invariant } from '@chimera/errors';
import type { Labels } from '@chimera/tsdb-model';
import { type ControlWords, controlWords } from './control.ts';
import type { Heap } from './heap.ts';
import { wordIndex } from './heap-view.ts';
import {
  CONTROL,
  JOURNAL_ENTRIES,
  LABEL_LIST_HEADER_WORDS,
  MAX_SLOTS,
  RECORD,
  RECORD_BYTES,
  SLAB_RECORDS,
  STATE_FREE,
  STATE_LIVE,
} from './layout.ts';
import { hashIds, SeriesLookup } from './series-lookup.ts';
import { beginChange, endChange, recordPointer } from './series-record.ts';
import { SymbolTable } from './symbols.ts';

export class SeriesStore {
  readonly symbols: SymbolTable;
  /** By slot: time of the newest float sample, -Infinity when the series has none. */
  lastTime = new Float64Array(SLAB_RECORDS);
  /** By slot: since when the series has no samples; meaningless while it has. */
  emptySince = new Float64Array(SLAB_RECORDS);
  /** By slot: the record's pointer. */
  records = new Uint32Array(SLAB_RECORDS);
  /** By slot: as in the record. */
  generations = new Uint32Array(SLAB_RECORDS);

  readonly #heap: Heap;
  readonly #control: ControlWords;
  readonly #lookup: SeriesLookup;
  readonly #freeSlots: number[] = [];
  #ids = new Uint32Array(256);

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#control = controlWords(heap.view);
    this.symbols = new SymbolTable(heap);
    this.#lookup = new SeriesLookup(heap.view, (slot) => this.labelsPointer(slot));
  }

  get slotsUsed(): number {
    return this.#control[CONTROL.slotsUsed] as number;
  }

  get liveCount(): number {
    return this.#control[CONTROL.liveSeries] as number;
  }

  isLive(slot: number): boolean {
    return slot < this.slotsUsed && this.field(slot, RECORD.state) === STATE_LIVE;
  }

  /** One word of a record. */
  field(slot: number, word: number): number {
    const record = this.records[slot] as number;
    return this.#heap.view.memory(record).u32[wordIndex(record) + word] as number;
  }

  labelsPointer(slot: number): number {
    return this.field(slot, RECORD.labels);
  }

  /** Changes words of a record at one moment, as readers see it. */
  change(slot: number, write: (u32: Uint32Array, at: number) => void): void {
    const record = this.records[slot] as number;
    beginChange(this.#heap.view, record);
    write(this.#heap.view.memory(record).u32, wordIndex(record));
    endChange(this.#heap.view, record);
  }

  /** The slot of a known label set; -1 when it is not known. */
  find(labels: Labels): number {
    if (labels.length > this.#ids.length) this.#ids = new Uint32Array(2 * labels.length);
    const ids = this.#ids;
    for (let i = 0; i < labels.length; i++) {
      const id = this.symbols.find(labels[i] as string);
      if (id < 0) return -1;
      ids[i] = id;
    }
    return this.#lookup.find(hashIds(ids, labels.length), ids, labels.length);
  }

  /** Creates a series; its labels are valid and not known. */
  create(labels: Labels, nowMs: number): number {
    const slot = this.#freeSlots.pop() ?? this.#newSlot();
    const list = this.#heap.allocate('labels', 4 * (LABEL_LIST_HEADER_WORDS + labels.length));
    const ids = Uint32Array.from(labels, (text) => this.symbols.acquire(text));
    const hash = hashIds(ids, ids.length);
    const { u32 } = this.#heap.view.memory(list);
    const at = wordIndex(list);
    u32[at] = labels.length / 2;
    u32[at + 1] = hash;
    u32.set(ids, at + LABEL_LIST_HEADER_WORDS);
    this.lastTime[slot] = Number.NEGATIVE_INFINITY;
    this.emptySince[slot] = nowMs;
    this.change(slot, (words, record) => {
      words[record + RECORD.state] = STATE_LIVE;
      words[record + RECORD.labels] = list;
    });
    this.#lookup.add(hash, slot);
    Atomics.store(this.#control, CONTROL.liveSeries, this.liveCount + 1);
    this.#journal(slot);
    return slot;
  }

  /** Removes a series that has no samples any more. */
  remove(slot: number): void {
    invariant(
      [RECORD.directory, RECORD.open, RECORD.histograms].every((word) => this.field(slot, word) === 0),
      `BUG: series slot ${slot} is removed while it has samples`,
    );
    this.#lookup.remove(slot);
    const list = this.labelsPointer(slot);
    const starts = this.field(slot, RECORD.startTimestamps);
    this.generations[slot] = ((this.generations[slot] as number) + 1) & 0x7fffffff;
    this.change(slot, (words, record) => {
      words[record + RECORD.state] = STATE_FREE;
      words[record + RECORD.generation] = this.generations[slot] as number;
      words[record + RECORD.labels] = 0;
      words[record + RECORD.startTimestamps] = 0;
    });
    if (starts !== 0) this.#heap.retire('starts', starts);
    this.#journal(slot);
    const { u32 } = this.#heap.view.memory(list);
    const at = wordIndex(list);
    const length = 2 * (u32[at] as number);
    for (let i = 0; i < length; i++) this.symbols.release(u32[at + LABEL_LIST_HEADER_WORDS + i] as number);
    this.#heap.retire('labels', list);
    this.#freeSlots.push(slot);
    Atomics.store(this.#control, CONTROL.liveSeries, this.liveCount - 1);
  }

  /** Calls `visit` with the symbol ids of name and value of each label of a live series. */
  forEachLabel(slot: number, visit: (name: number, value: number) => void): void {
    const list = this.labelsPointer(slot);
    const { u32 } = this.#heap.view.memory(list);
    const at = wordIndex(list);
    const pairs = u32[at] as number;
    for (let i = 0; i < pairs; i++) {
      const pair = at + LABEL_LIST_HEADER_WORDS + 2 * i;
      visit(u32[pair] as number, u32[pair + 1] as number);
    }
  }

  #newSlot(): number {
    const slot = this.slotsUsed;
    invariant(slot < MAX_SLOTS, `BUG: more than ${MAX_SLOTS} series slots`);
    if (slot % SLAB_RECORDS === 0) {
      const slab = this.#heap.allocate('series', SLAB_RECORDS * RECORD_BYTES);
      const words = SLAB_RECORDS * (RECORD_BYTES / 4);
      this.#heap.view.memory(slab).u32.fill(0, wordIndex(slab), wordIndex(slab) + words);
      Atomics.store(this.#control, CONTROL.slabs + slot / SLAB_RECORDS, slab);
    }
    if (slot >= this.records.length) {
      this.lastTime = grown(this.lastTime);
      this.emptySince = grown(this.emptySince);
      this.records = grown(this.records);
      this.generations = grown(this.generations);
    }
    this.records[slot] = recordPointer(this.#control, slot);
    Atomics.store(this.#control, CONTROL.slotsUsed, slot + 1);
    return slot;
  }

  #journal(slot: number): void {
    const end = (this.#control[CONTROL.journalEnd] as number) >>> 0;
    Atomics.store(this.#control, CONTROL.journal + (end % JOURNAL_ENTRIES), slot);
    Atomics.store(this.#control, CONTROL.journalEnd, (end + 1) | 0);
  }
}

function grown<T extends Float64Array | Uint32Array>(column: T): T {
  const larger = new (column.constructor as new (length: number) => T)(2 * column.length);
  larger.set(column);
  return larger;
}
