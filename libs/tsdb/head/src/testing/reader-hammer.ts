/**
 * A worker thread that reads a head as fast as it can while it is written, and checks each sample: used by
 * concurrency.test.ts. Series `s{kind, n}` hold valueAt(n, t) at time t; kind `regular` has no gaps of its own.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { labelValue } from '@chimera/tsdb-model';
import { SampleBuffer, StepColumn } from '@chimera/tsdb-storage';
import { openReader, type ReaderHandle } from '../reader-handle.ts';

/**
 * `stop[0]`: 1 when the reader shall end. `rounds[0]`: what the reader has read so far, whole rounds. `acked[0]`: seconds since `baseMs` that all `regular` series have reached.
 */
export type HammerData = {
  readonly handle: ReaderHandle;
  readonly stop: Int32Array;
  readonly acked: Int32Array;
  readonly rounds: Int32Array;
  readonly baseMs: number;
  readonly stepMs: number;
};

export type HammerResult = {
  readonly rounds: number;
  readonly samples: number;
  readonly series: number;
  readonly error: string | null;
};

/** The value that series number `n` has at time `timeMs`: never falls while n is even. */
export function hammerValue(n: number, timeMs: number): number {
  return n % 2 === 0 ? timeMs / 1_000 + n : ((timeMs / 500) % 977) + n;
}

if (parentPort !== null) parentPort.postMessage(await hammer(workerData as HammerData));

async function hammer(data: HammerData): Promise<HammerResult> {
  const { handle, stop, acked, baseMs, stepMs } = data;
  const reader = openReader(handle);
  const buffer = new SampleBuffer();
  const column = new StepColumn(64);
  column.timestamps = new Float64Array(64);
  let rounds = 0;
  let samples = 0;
  let series = 0;
  try {
    while (Atomics.load(stop, 0) === 0) {
      const reachedMs = baseMs + 1_000 * Atomics.load(acked, 0);
      const querier = reader.querier();
      const range = { minMs: 0, maxMs: Number.MAX_SAFE_INTEGER };
      const set = await querier.select([{ name: '__name__', type: '=', value: 's' }], range);
      for (let i = 0; i < set.labels.length; i++) {
        const labels = set.labels[i] as readonly string[];
        const n = Number(labelValue(labels, 'n'));
        const kind = labelValue(labels, 'kind');
        set.read(i, range, buffer);
        series++;
        samples += buffer.count;
        let previous = -1;
        for (let k = 0; k < buffer.count; k++) {
          const t = buffer.timestamps[k] as number;
          if (buffer.values[k] !== hammerValue(n, t))
            throw new Error(`torn: ${labels} has ${buffer.values[k]} at ${t}`);
          if (t <= previous) throw new Error(`times do not ascend: ${labels} has ${previous}, then ${t}`);
          if (kind === 'regular' && k > 0 && t !== previous + stepMs) {
            throw new Error(`gap: ${labels} has ${previous}, then ${t}`);
          }
          previous = t;
        }
        if (kind === 'regular' && previous < reachedMs) {
          throw new Error(`late: ${labels} ends at ${previous}, ${reachedMs} was acknowledged`);
        }
        if (buffer.resetFree && n % 2 === 1 && buffer.count > 2_000) throw new Error(`resetFree: ${labels} falls`);
        const startMs = (buffer.timestamps[0] ?? baseMs) + 1;
        const grid = { startMs, stepMs: Math.max(1, Math.floor((previous - startMs) / 60)), count: 64 };
        set.readSteps(i, grid, 10 * stepMs, column);
        for (let k = 0; k < 64; k++) {
          const t = column.timestamps?.[k] as number;
          if (column.present[k] === 1 && column.values[k] !== hammerValue(n, t)) {
            throw new Error(`torn step: ${labels} has ${column.values[k]} at ${t}`);
          }
        }
      }
      querier.close();
      rounds++;
      Atomics.store(data.rounds, 0, rounds);
    }
    reader.close();
    return { rounds, samples, series, error: null };
  } catch (error) {
    return { rounds, samples, series, error: String(error) };
  }
}
