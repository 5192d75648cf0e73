/** Where the record of a series lies, and the changes that readers must see whole or not at all (layout.ts). */
import type { ControlWords } from './control.ts';
import { type HeapView, wordIndex } from './heap-view.ts';
import { CONTROL, RECORD, RECORD_BYTES, SLAB_RECORDS } from './layout.ts';

const RECORD_UNITS = RECORD_BYTES / 8;

/** Pointer to the record of a slot below "slots ever used". */
export function recordPointer(control: ControlWords, slot: number): number {
  const slab = Atomics.load(control, CONTROL.slabs + Math.floor(slot / SLAB_RECORDS)) >>> 0;
  return slab + (slot % SLAB_RECORDS) * RECORD_UNITS;
}

/** Writer: readers retry from here until {@link endChange}. */
export function beginChange(view: HeapView, record: number): void {
  const { i32 } = view.memory(record);
  const at = wordIndex(record) + RECORD.version;
  Atomics.store(i32, at, ((i32[at] as number) + 1) | 0);
}

/** Writer: the record is whole again. */
export function endChange(view: HeapView, record: number): void {
  beginChange(view, record);
}

/** What a reader needs of a record, copied at one moment; reused from series to series. */
export class RecordSnapshot {
  state = 0;
  generation = 0;
  labels = 0;
  directory = 0;
  first = 0;
  end = 0;
  open = 0;
  histograms = 0;
  startTimestamps = 0;
  version = 0;
}

/** Fills `out`; spins while the writer changes the record, which takes it well under a microsecond. */
export function snapshotRecord(view: HeapView, record: number, out: RecordSnapshot): void {
  const { i32, u32 } = view.memory(record);
  const at = wordIndex(record);
  for (;;) {
    const version = Atomics.load(i32, at + RECORD.version);
    if ((version & 1) === 1) continue;
    out.version = version;
    out.state = u32[at + RECORD.state] as number;
    out.generation = u32[at + RECORD.generation] as number;
    out.labels = u32[at + RECORD.labels] as number;
    out.directory = u32[at + RECORD.directory] as number;
    out.first = u32[at + RECORD.first] as number;
    out.end = u32[at + RECORD.end] as number;
    out.open = u32[at + RECORD.open] as number;
    out.histograms = u32[at + RECORD.histograms] as number;
    out.startTimestamps = u32[at + RECORD.startTimestamps] as number;
    if (Atomics.load(i32, at + RECORD.version) === version) return;
  }
}

/** Whether the record is still as it was when `snapshot` was taken. */
export function isUnchanged(view: HeapView, record: number, snapshot: RecordSnapshot): boolean {
  return Atomics.load(view.memory(record).i32, wordIndex(record) + RECORD.version) === snapshot.version;
}
