/** Worker threads read while this thread appends, seals, inserts, drops, and removes: nothing may be torn or missing. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { seededRandom } from '@chimera/testing';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createHead, type Head } from './index.ts';
import { CONTROL, READER_SLOT_WORDS } from './layout.ts';
import { type HammerData, type HammerResult, hammerValue } from './testing/reader-hammer.ts';

const BASE = 1_700_000_000_000;
const STEP = 1_000;
const ROUNDS = 2_500;

type Hammer = { readonly worker: Worker; readonly rounds: Int32Array; readonly done: Promise<HammerResult> };

const sharedWord = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));

function startHammer(head: Head, stop: Int32Array, acked: Int32Array): Hammer {
  const handle = head.readerPort();
  const rounds = sharedWord();
  const workerData: HammerData = { handle, stop, acked, rounds, baseMs: BASE, stepMs: STEP };
  const worker = new Worker(new URL('./testing/reader-hammer.ts', import.meta.url), {
    workerData,
    transferList: [handle.port],
    execArgv: ['--conditions=@chimera/source', '--no-warnings'],
  });
  const done = Promise.race([
    once(worker, 'message').then(([result]) => result as HammerResult),
    once(worker, 'error').then(([error]) => Promise.reject(error)),
  ]);
  return { worker, rounds, done };
}

/** Until every reader that still runs has read so many rounds. */
async function reached(hammers: readonly Hammer[], rounds: number): Promise<void> {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  Promise.race(hammers.map(({ done }) => done)).then(end, end);
  while (!ended && hammers.some((hammer) => Atomics.load(hammer.rounds, 0) < rounds)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('readers in two threads see whole samples while everything changes', async () => {
  let now = BASE;
  const retentionMs = 1_500 * STEP;
  const head = createHead({ now: () => now, retentionMs, emptySeriesGraceMs: 0, outOfOrderWindowMs: 600 * STEP });
  const stop = sharedWord();
  const acked = sharedWord();
  const random = seededRandom(7);
  const seriesOf = (kind: string, n: number): number => {
    const ref = head.series(labelsFrom({ __name__: 's', kind, n: String(n) }));
    if (typeof ref !== 'number') throw new Error(ref.message);
    return ref;
  };
  const counts = new AppendCounts();
  const put = (ref: number, n: number, t: number): void =>
    head.append(ref, Float64Array.of(t), Float64Array.of(hammerValue(n, t)), 0, 1, counts);
  const regular = Array.from({ length: 8 }, (_, n) => seriesOf('regular', n));
  regular.forEach((ref, n) => put(ref, n, BASE));
  const hammers = [startHammer(head, stop, acked), startHammer(head, stop, acked)];
  await reached(hammers, 1);
  for (let round = 1; round <= ROUNDS; round++) {
    now = BASE + round * STEP;
    regular.forEach((ref, n) => put(ref, n, now));
    Atomics.store(acked, 0, round);
    // Irregular and late samples.
    const odd = random.int(0, 3);
    put(seriesOf('odd', odd), odd, now - random.int(0, 300) * 997);
    // Series that come and go.
    const passing = round % 500;
    put(seriesOf('passing', passing), passing, now);
    if (round % 97 === 0) head.maintain();
    // Whole columns, sealed at once, so many that the heap grows and shrinks.
    if (round % 40 === 0) {
      const values = Float64Array.from({ length: 6_000 }, (_, i) => hammerValue(round, now - (5_999 - i) * 5));
      head.appendRegular(seriesOf('bulk', round), now - 5_999 * 5, 5, values, 0, 6_000, counts);
    }
    if (round % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await reached(hammers, 3);
  const exited = Promise.all(hammers.map(({ worker }) => once(worker, 'exit')));
  Atomics.store(stop, 0, 1);
  const results = await Promise.all(hammers.map(({ done }) => done));
  for (const { error, rounds, samples } of results) {
    expect(error).toBeNull();
    expect(rounds).toBeGreaterThan(0);
    expect(samples).toBeGreaterThan(1_000);
  }
  expect(counts.rejected).toBe(0);
  const { seriesRemoved, samplesDroppedByRetention } = head.stats();
  expect(seriesRemoved).toBeGreaterThan(0);
  expect(samplesDroppedByRetention).toBeGreaterThan(0);
  await exited;
});

test('what a thread held that died in the middle of a query is free again', async () => {
  const head = createHead({ now: () => BASE, retentionMs: 60_000 });
  const { worker } = startHammer(head, sharedWord(), sharedWord());
  const ref = head.series(labelsFrom({ __name__: 's', kind: 'bulk', n: '0' })) as number;
  const values = Float64Array.from({ length: 50_000 }, (_, i) => hammerValue(0, BASE - 50_000 + i));
  head.appendRegular(ref, BASE - 50_000, 1, values, 0, 50_000, new AppendCounts());
  await once(worker, 'online');
  const slot = 1;
  const pinned = (): number => Atomics.load(head.control, CONTROL.readers + slot * READER_SLOT_WORDS);
  while (pinned() === 0) await new Promise((resolve) => setImmediate(resolve));
  await worker.terminate();
  head.clear();
  for (let i = 0; i < 1_000 && pinned() !== 0; i++) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(pinned()).toBe(0);
  head.maintain();
  expect(head.stats().limboBytes).toBe(0);
});
