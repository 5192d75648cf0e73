/** The JSON thread as the OTLP handler sees it: started with the first large body, one body at a time, ended when idle. */
import { Worker } from 'node:worker_threads';
import { jsonToProtobuf, OtlpJsonError } from '@chimera/ingest-otlp';

/** What the thread says of a body. */
export type JsonAnswer =
  | { readonly protobuf: Uint8Array<ArrayBuffer> }
  | { readonly error: string; readonly malformed: boolean };

export type JsonThread = {
  /** Rejects with OtlpJsonError for what is no OTLP/JSON, or too much of it. */
  convert(body: Uint8Array): Promise<Uint8Array>;
  end(): void;
};

/** Smaller bodies take a few milliseconds: less than the way to a thread and back is worth. */
const HERE_BYTES = 64 * 1_024;
const IDLE_MS = 60_000;
const YOUNG_GENERATION_MB = 16;

type Conversion = { readonly resolve: (answer: JsonAnswer) => void; readonly reject: (error: Error) => void };

/** `heapBytes`: what the thread may take; a body that needs more is refused, and the next has a new thread. */
export function createJsonThread(file: URL, heapBytes: number): JsonThread {
  let running: RunningThread | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const end = (): void => {
    running?.end();
    running = null;
  };
  const ask = async (body: Uint8Array): Promise<Uint8Array> => {
    clearTimeout(idle);
    if (running === null || running.gone()) running = startThread(file, heapBytes);
    try {
      const answer = await running.ask(body);
      if ('protobuf' in answer) return answer.protobuf;
      throw answer.malformed ? new OtlpJsonError(answer.error) : new Error(answer.error);
    } finally {
      idle = setTimeout(end, IDLE_MS).unref();
    }
  };
  return {
    convert: async (body) => {
      if (body.length < HERE_BYTES) return jsonToProtobuf(body);
      const converted = last.then(() => ask(body));
      last = converted.catch(() => {});
      return converted;
    },
    end,
  };
}

type RunningThread = {
  /** One body at a time. Rejects when the thread ends before it answers. */
  ask(body: Uint8Array): Promise<JsonAnswer>;
  gone(): boolean;
  end(): void;
};

function startThread(file: URL, heapBytes: number): RunningThread {
  const resourceLimits = {
    maxOldGenerationSizeMb: Math.floor(heapBytes / 2 ** 20),
    maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
  };
  const worker = new Worker(file, { resourceLimits });
  worker.unref();
  // Of this thread alone: what is told late of a thread that is gone must not reach the next one's body.
  let conversion: Conversion | null = null;
  let over = false;
  const gone = (cause: NodeJS.ErrnoException | number): void => {
    over = true;
    const outOfMemory = typeof cause === 'object' && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
    conversion?.reject(
      outOfMemory
        ? new OtlpJsonError(
            'it needs more memory than a thread has. Send smaller batches, or protobuf, or raise --query-worker-heap',
          )
        : new Error('the thread that reads OTLP/JSON ended', { cause }),
    );
  };
  worker.on('message', (answer: JsonAnswer) => conversion?.resolve(answer));
  worker.on('error', gone);
  worker.on('exit', gone);
  return {
    ask: (body) =>
      new Promise<JsonAnswer>((resolve, reject) => {
        conversion = { resolve, reject };
        // A copy: what is sent to another thread is sent with all the memory around it.
        const copy = Uint8Array.from(body);
        worker.postMessage(copy, [copy.buffer]);
      }),
    gone: () => over,
    end: () => void worker.terminate(),
  };
}
