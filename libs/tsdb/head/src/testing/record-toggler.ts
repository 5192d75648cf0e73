/** A worker thread that changes a record all the time, its fields always equal: used by series-record.test.ts. */
import { workerData } from 'node:worker_threads';
import { HeapView, wordIndex } from '../heap-view.ts';
import { RECORD } from '../layout.ts';
import { beginChange, endChange } from '../series-record.ts';

/** `stop[0]`: 1 when the worker shall end. */
export type TogglerData = { readonly buffer: SharedArrayBuffer; readonly record: number; readonly stop: Int32Array };

const { buffer, record, stop } = workerData as TogglerData;
const view = new HeapView();
view.addSegment(0, buffer);
const { u32 } = view.memory(record);
const at = wordIndex(record);
for (let n = 0; Atomics.load(stop, 0) === 0; n = (n + 1) >>> 0) {
  beginChange(view, record);
  u32[at + RECORD.directory] = n;
  u32[at + RECORD.end] = n;
  u32[at + RECORD.open] = n;
  u32[at + RECORD.histograms] = n;
  endChange(view, record);
}
