/**
 * Reading the head, in the writer's thread or in any other: an index of the thread's own, brought up to date from the
 * journal whenever a querier opens, and queriers that pin an epoch while they are open.
 */
import { invariant } from '@chimera/errors';
import { type Cardinality, PostingsIndex } from '@chimera/tsdb-index';
import type { Labels } from '@chimera/tsdb-model';
import type { Querier, Queryable } from '@chimera/tsdb-storage';
import { type ControlWords, checkControl, controlWords, EpochPin } from './control.ts';
import { headQuerier } from './head-querier.ts';
import { type HeapView, wordIndex } from './heap-view.ts';
import { CONTROL, JOURNAL_ENTRIES, LABEL_LIST_HEADER_WORDS, STATE_LIVE } from './layout.ts';
import { RecordSnapshot, recordPointer, snapshotRecord } from './series-record.ts';
import { SymbolReader } from './symbol-reader.ts';

export class HeadReader implements Queryable {
  readonly view: HeapView;
  readonly control: ControlWords;
  /** Series that the index knows, by slot. */
  index = new PostingsIndex();
  /** By slot: the generation that the index knows. */
  readonly generations: number[] = [];

  readonly #pin: EpochPin;
  readonly #symbols: SymbolReader;
  readonly #snapshot = new RecordSnapshot();
  #cursor = 0;
  #generation = -1;
  #closed = false;
  readonly #onClose: () => void;

  /** `slot`: the reader slot that this reader alone uses. */
  constructor(view: HeapView, slot: number, onClose: () => void) {
    this.view = view;
    this.#onClose = onClose;
    this.control = controlWords(view);
    checkControl(this.control);
    this.#pin = new EpochPin(this.control, slot);
    this.#symbols = new SymbolReader(view, this.control);
  }

  querier(): Querier {
    invariant(!this.#closed, 'BUG: a querier is opened on a closed reader');
    const epoch = this.#pin.acquire();
    this.#catchUp();
    let open = true;
    return headQuerier(this, () => {
      if (open && !this.#closed) this.#pin.release(epoch);
      open = false;
    });
  }

  /** The largest contributors to the number of series, at most `limit` per list. */
  cardinality(limit: number): Cardinality {
    const epoch = this.#pin.acquire();
    this.#catchUp();
    this.#pin.release(epoch);
    return this.index.cardinality(limit);
  }

  /** Lets go of everything; open queriers must not be used any more. */
  close(): void {
    this.#closed = true;
    this.#pin.clear();
    this.#onClose();
  }

  #catchUp(): void {
    const end = Atomics.load(this.control, CONTROL.journalEnd) >>> 0;
    const generation = Atomics.load(this.control, CONTROL.indexGeneration);
    if (generation === this.#generation && end === this.#cursor) return;
    const touched = generation === this.#generation ? this.#touchedSince(this.#cursor, end) : null;
    this.#cursor = end;
    this.#generation = generation;
    if (touched === null) {
      this.index = new PostingsIndex();
      const slots = Atomics.load(this.control, CONTROL.slotsUsed);
      for (let slot = 0; slot < slots; slot++) this.#addLive(slot);
      return;
    }
    this.index.remove(touched);
    for (const slot of touched) this.#addLive(slot);
  }

  /** Slots named in the journal, ascending; null when too much was written since. */
  #touchedSince(from: number, to: number): Set<number> | null {
    const count = (to - from) >>> 0;
    if (count > JOURNAL_ENTRIES) return null;
    const slots = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      slots[i] = Atomics.load(this.control, CONTROL.journal + (((from + i) >>> 0) % JOURNAL_ENTRIES));
    }
    // The writer may have come round while we read.
    const now = Atomics.load(this.control, CONTROL.journalEnd) >>> 0;
    return (now - from) >>> 0 > JOURNAL_ENTRIES ? null : new Set(slots.sort());
  }

  #addLive(slot: number): void {
    const record = recordPointer(this.control, slot);
    const snapshot = this.#snapshot;
    for (;;) {
      snapshotRecord(this.view, record, snapshot);
      if (snapshot.state !== STATE_LIVE) return;
      const { generation } = snapshot;
      const labels = this.#readLabels(snapshot.labels);
      snapshotRecord(this.view, record, snapshot);
      if (snapshot.generation !== generation) continue;
      this.generations[slot] = generation;
      this.index.add(slot, labels);
      return;
    }
  }

  #readLabels(list: number): Labels {
    const { u32 } = this.view.memory(list);
    const at = wordIndex(list);
    const length = 2 * (u32[at] as number);
    const labels = new Array<string>(length);
    for (let i = 0; i < length; i++) labels[i] = this.#symbols.text(u32[at + LABEL_LIST_HEADER_WORDS + i] as number);
    return labels;
  }
}
