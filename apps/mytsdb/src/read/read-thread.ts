/**
 * Remote read and federation in a thread of their own, as the main thread sees it. It is started when needed and ends when
 * it had nothing to do for a while; when it dies, the requests that it had fail and the next starts another.
 */
import { Worker } from 'node:worker_threads';
import type { ReaderHandle } from '@chimera/tsdb-head';
import type { FromReader, ReadRequest, ReadSetup, ToReader } from './messages.ts';

export type ReadAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The limit that the request passed, for metrics; null when it passed none. */
  readonly limit: string | null;
  /** Must be read to its end or returned. Throws when reading fails in the middle: cut the connection then. */
  readonly body: AsyncIterableIterator<Uint8Array>;
};

export type ReadThread = {
  /** Rejects when the thread dies, or could not answer. */
  run(read: ReadRequest): Promise<ReadAnswer>;
  /** Requests that have not ended. */
  readonly running: number;
  /** Ends the thread; requests that it has fail. */
  close(): void;
};

export type ReadThreadOptions = {
  readonly file: URL;
  readonly setup: Omit<ReadSetup, 'reader'>;
  /** JavaScript heap, bytes. */
  readonly heapBytes: number;
  readonly openReader: () => ReaderHandle;
  readonly closeReader: (handle: ReaderHandle) => void;
  /** The thread ended without having been asked to. */
  readonly onCrash: (cause: Error) => void;
};

const IDLE_MS = 60_000;
const YOUNG_GENERATION_MB = 16;

/** `asked`: to end. `failure`: what it is about to end of. */
type Thread = { readonly worker: Worker; asked: boolean; failure: Error | null };

type Running = {
  /** The one that answers it: what is told late of another is nothing to this request. */
  readonly thread: Thread;
  readonly parts: Uint8Array[];
  head: (answer: ReadAnswer) => void;
  fail: (error: Error) => void;
  ended: boolean;
  error: Error | null;
  wake: (() => void) | null;
};

export function createReadThread(options: ReadThreadOptions): ReadThread {
  const running = new Map<number, Running>();
  let current: Thread | null = null;
  let idle: NodeJS.Timeout | null = null;
  let nextId = 1;

  const end = (): void => {
    if (current === null) return;
    current.asked = true;
    void current.worker.terminate();
    current = null;
  };
  const finish = (id: number, error: Error | null): void => {
    const one = running.get(id);
    if (one === undefined) return;
    running.delete(id);
    one.ended = true;
    one.error = error;
    if (error !== null) one.fail(error);
    one.wake?.();
    if (running.size === 0) idle = setTimeout(end, IDLE_MS).unref();
  };
  const say = ({ worker }: Thread, message: ToReader): void => worker.postMessage(message);

  const hear = (message: FromReader): void => {
    const one = running.get(message.id);
    if (message.type === 'failed') finish(message.id, new Error(message.message));
    else if (message.type === 'end') finish(message.id, null);
    else if (message.type === 'part') {
      one?.parts.push(message.bytes);
      one?.wake?.();
    } else if (one !== undefined) {
      const { status, headers, limit } = message;
      one.head({ status, headers, limit, body: bodyOf(message.id, one) });
    }
  };

  const bodyOf = (id: number, one: Running): AsyncIterableIterator<Uint8Array> => ({
    async next() {
      while (one.parts.length === 0 && !one.ended) await new Promise<void>((resolve) => (one.wake = resolve));
      const value = one.parts.shift();
      if (value === undefined) {
        if (one.error !== null) throw one.error;
        return { done: true, value: undefined };
      }
      if (!one.ended) say(one.thread, { type: 'take', id });
      return { done: false, value };
    },
    async return() {
      if (!one.ended) say(one.thread, { type: 'leave', id });
      finish(id, null);
      one.parts.length = 0;
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  });

  const start = (): Thread => {
    const reader = options.openReader();
    const worker = new Worker(options.file, {
      workerData: { ...options.setup, reader } satisfies ReadSetup,
      transferList: [reader.port],
      resourceLimits: {
        maxOldGenerationSizeMb: Math.ceil(options.heapBytes / 2 ** 20),
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
      },
    });
    const thread: Thread = { worker, asked: false, failure: null };
    worker.on('message', hear);
    worker.on('error', (error) => {
      thread.failure = error instanceof Error ? error : new Error(String(error));
      if (current === thread) current = null;
    });
    // What it had said before it failed has been heard by now.
    worker.on('exit', (code) => {
      options.closeReader(reader);
      if (current === thread) current = null;
      const cause = thread.failure ?? new Error(`the reading thread ended with exit code ${code}`);
      if (!thread.asked) options.onCrash(cause);
      for (const [id, one] of [...running]) if (one.thread === thread) finish(id, cause);
    });
    worker.unref();
    return thread;
  };

  return {
    run: (read) => {
      if (idle !== null) clearTimeout(idle);
      idle = null;
      current ??= start();
      const thread = current;
      const id = nextId++;
      return new Promise((head, fail) => {
        running.set(id, { thread, parts: [], head, fail, ended: false, error: null, wake: null });
        say(thread, { type: 'begin', id, read });
      });
    },
    get running() {
      return running.size;
    },
    close: () => {
      end();
      for (const id of [...running.keys()]) finish(id, new Error('the server is stopping'));
      if (idle !== null) clearTimeout(idle);
    },
  };
}
