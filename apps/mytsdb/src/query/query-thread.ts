/** One query thread, as the pool sees it. */
import { Worker } from 'node:worker_threads';
import type { ApiLimits } from '@chimera/http-api-v1';
import type { EngineOptions } from '@chimera/promql-engine';
import type { ReaderHandle } from '@chimera/tsdb-head';
import type { QueryAnswer, QueryRequest } from './executor.ts';
import type { WorkerAnswer, WorkerRequest, WorkerSetup } from './messages.ts';

export type ThreadEvents = {
  answered(answer: QueryAnswer): void;
  /** The thread is gone without having been asked to end. */
  ended(cause: Error): void;
};

export type QueryThread = {
  run(request: QueryRequest): void;
  /** Asks the present query to end. */
  cancel(): void;
  end(): void;
};

export type StartThread = (events: ThreadEvents) => QueryThread;

export type ThreadOptions = {
  readonly file: URL;
  readonly engine: EngineOptions;
  readonly limits: ApiLimits;
  /** JavaScript heap, bytes. */
  readonly heapBytes: number;
  /** A way to read the store, for one thread; given back when the thread is gone. */
  readonly openReader: () => ReaderHandle;
  readonly closeReader: (handle: ReaderHandle) => void;
};

/** A small nursery: results are typed arrays outside of the heap, and resident memory counts. */
const YOUNG_GENERATION_MB = 16;

export function startWorkerThread(options: ThreadOptions): StartThread {
  const { file, engine, limits, heapBytes } = options;
  return (events) => {
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    const reader = options.openReader();
    const worker = new Worker(file, {
      workerData: { reader, engine, limits, cancelled } satisfies WorkerSetup,
      transferList: [reader.port],
      resourceLimits: {
        maxOldGenerationSizeMb: Math.ceil(heapBytes / 2 ** 20),
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
      },
    });
    let nextId = 1;
    let asked = false;
    let failure: Error | null = null;
    worker.on('message', ({ answer }: WorkerAnswer) => events.answered(answer));
    worker.on('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', (code) => {
      options.closeReader(reader);
      if (!asked) events.ended(failure ?? new Error(`exit code ${code}`));
    });
    worker.unref();
    return {
      run: (request) => {
        Atomics.store(cancelled, 0, 0);
        worker.postMessage({ id: nextId++, request } satisfies WorkerRequest);
      },
      cancel: () => void Atomics.store(cancelled, 0, 1),
      end: () => {
        asked = true;
        void worker.terminate();
      },
    };
  };
}
