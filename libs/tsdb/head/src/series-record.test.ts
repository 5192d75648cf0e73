import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { HeapView } from './heap-view.ts';
import { SEGMENT_BYTES } from './layout.ts';
import { RecordSnapshot, snapshotRecord } from './series-record.ts';
import type { TogglerData } from './testing/record-toggler.ts';

test('a snapshot is never half of a change', async () => {
  const buffer = new SharedArrayBuffer(SEGMENT_BYTES);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const view = new HeapView();
  view.addSegment(0, buffer);
  const record = 1_000;
  const worker = new Worker(new URL('./testing/record-toggler.ts', import.meta.url), {
    workerData: { buffer, record, stop } satisfies TogglerData,
    execArgv: ['--conditions=@chimera/source', '--no-warnings'],
  });
  await once(worker, 'online');
  const snapshot = new RecordSnapshot();
  const seen = new Set<number>();
  let torn = 0;
  for (let i = 0; i < 300_000 || seen.size < 1_000; i++) {
    snapshotRecord(view, record, snapshot);
    const { directory, end, open, histograms } = snapshot;
    if (directory !== end || end !== open || open !== histograms) torn++;
    if (seen.size < 1_000) seen.add(directory);
  }
  const exited = once(worker, 'exit');
  Atomics.store(stop, 0, 1);
  await exited;
  expect(torn).toBe(0);
});
