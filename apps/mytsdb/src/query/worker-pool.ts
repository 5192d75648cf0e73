/**
 * Query threads: started when needed, one query at a time in each, the rest in a queue. A thread that dies is replaced
 * and its query answered 500; one that neither ends nor heeds its cancellation is ended.
 */
import { ApiError, errorAnswer, parseForm } from '@chimera/http-api-v1';
import type { QueryAnswer, QueryExecutor, QueryRequest } from './executor.ts';
import type { QueryThread, StartThread } from './query-thread.ts';

export type PoolOptions = {
  /** Threads at most. */
  readonly threads: number;
  /** Queries that may run at once, in threads. */
  readonly maxConcurrency: number;
  readonly maxQueue: number;
  /** Longest evaluation; waiting in the queue may take as long again. */
  readonly timeoutMs: number;
  /** How long after its deadline or cancellation a thread may go on before it is ended. */
  readonly graceMs: number;
  readonly start: StartThread;
  readonly now: () => number;
  readonly observer: PoolObserver;
};

/** For metrics and the log. */
export type PoolObserver = {
  finished(request: QueryRequest, seconds: number, answer: QueryAnswer): void;
  refused(reason: 'queue_full' | 'queue_timeout' | 'draining'): void;
  crashed(cause: Error, request: QueryRequest | null): void;
};

/** Threads over the first end when they had nothing to do for so long: their heaps cost memory. */
const IDLE_MS = 60_000;

type Job = {
  readonly id: string;
  readonly request: QueryRequest;
  readonly since: number;
  readonly settle: (answer: QueryAnswer) => void;
  thread: QueryThread | null;
  timer: NodeJS.Timeout | null;
};

export type WorkerPool = QueryExecutor & {
  /** Starts the first thread, so that the first query does not wait for it. */
  warm(): void;
  readonly counts: () => { readonly threads: number; readonly running: number; readonly queued: number };
};

export function createWorkerPool(options: PoolOptions): WorkerPool {
  const { threads: maxThreads, maxConcurrency, maxQueue, timeoutMs, graceMs, start, now, observer } = options;
  const threads = new Map<QueryThread, { job: Job | null; idleTimer: NodeJS.Timeout | null }>();
  const queue: Job[] = [];
  const running = new Set<Job>();
  let nextId = 1;
  let closed = false;
  let whenIdle: (() => void) | null = null;

  const finish = (job: Job, answer: QueryAnswer): void => {
    if (job.timer !== null) clearTimeout(job.timer);
    running.delete(job);
    observer.finished(job.request, (now() - job.since) / 1000, answer);
    job.settle(answer);
    if (running.size === 0 && queue.length === 0) whenIdle?.();
  };

  const add = (): QueryThread => {
    const thread: QueryThread = start({
      answered: (answer) => {
        const slot = threads.get(thread);
        const job = slot?.job ?? null;
        if (slot === undefined || job === null) return;
        slot.job = null;
        finish(job, answer);
        pump();
        if (slot.job === null && threads.size > 1) slot.idleTimer = setTimeout(() => retire(thread), IDLE_MS).unref();
      },
      ended: (cause) => {
        const job = threads.get(thread)?.job ?? null;
        if (!threads.delete(thread)) return;
        observer.crashed(cause, job?.request ?? null);
        if (job !== null) finish(job, errorAnswer(new ApiError('internal', crashMessage(cause), { cause })));
        pump();
      },
    });
    threads.set(thread, { job: null, idleTimer: null });
    return thread;
  };

  const retire = (thread: QueryThread): void => {
    threads.delete(thread);
    thread.end();
  };

  /** Ends a thread that does not listen; its query is answered as what it should have answered itself. */
  const abandon = (job: Job, error: ApiError): void => {
    if (job.thread !== null) retire(job.thread);
    finish(job, errorAnswer(error));
    pump();
  };

  const dispatch = (job: Job, thread: QueryThread): void => {
    const slot = threads.get(thread);
    if (slot === undefined) return;
    if (slot.idleTimer !== null) clearTimeout(slot.idleTimer);
    if (job.timer !== null) clearTimeout(job.timer);
    slot.idleTimer = null;
    slot.job = job;
    job.thread = thread;
    running.add(job);
    const overdue = (): void => abandon(job, new ApiError('timeout', 'query timed out in expression evaluation'));
    job.timer = setTimeout(overdue, timeoutMs + graceMs).unref();
    thread.run(job.request);
  };

  const pump = (): void => {
    while (queue.length > 0 && running.size < maxConcurrency) {
      const idle = [...threads].find(([, { job }]) => job === null)?.[0];
      const thread = idle ?? (threads.size < maxThreads ? add() : null);
      if (thread === null) return;
      dispatch(queue.shift() as Job, thread);
    }
  };

  const cancel = (job: Job): void => {
    const at = queue.indexOf(job);
    if (at >= 0) {
      queue.splice(at, 1);
      finish(job, errorAnswer(new ApiError('canceled', 'query was canceled in query queue')));
    } else if (running.has(job)) {
      job.thread?.cancel();
      if (job.timer !== null) clearTimeout(job.timer);
      const deaf = (): void => abandon(job, new ApiError('canceled', 'query was canceled in expression evaluation'));
      job.timer = setTimeout(deaf, graceMs).unref();
    }
  };

  const jobs = (): Job[] => [...running, ...queue];

  return {
    run: (request) => {
      const refused = closed
        ? 'draining'
        : queue.length >= maxQueue && running.size >= maxThreads
          ? 'queue_full'
          : null;
      if (refused !== null) {
        observer.refused(refused);
        const why = refused === 'draining' ? 'the server is stopping' : overloaded(running.size, queue.length);
        return {
          answer: Promise.resolve(
            errorAnswer(new ApiError('unavailable', why, refused === 'queue_full' ? { limit: 'queries' } : {})),
          ),
          cancel: () => {},
        };
      }
      const { promise, resolve } = Promise.withResolvers<QueryAnswer>();
      const job: Job = { id: String(nextId++), request, since: now(), settle: resolve, thread: null, timer: null };
      const expire = (): void => {
        queue.splice(queue.indexOf(job), 1);
        observer.refused('queue_timeout');
        finish(job, errorAnswer(new ApiError('timeout', 'query timed out in query queue')));
      };
      queue.push(job);
      job.timer = setTimeout(expire, timeoutMs).unref();
      pump();
      return { answer: promise, cancel: () => cancel(job) };
    },
    active: () =>
      jobs().map((job) => ({
        id: job.id,
        path: job.request.path,
        query: parseForm(job.request.body, job.request.query).first('query'),
        state: job.thread === null ? 'queued' : 'running',
        ageMs: now() - job.since,
      })),
    cancel: (id) => {
      const job = jobs().find((one) => one.id === id);
      if (job !== undefined) cancel(job);
      return job !== undefined;
    },
    warm: () => {
      if (threads.size === 0) add();
    },
    counts: () => ({ threads: threads.size, running: running.size, queued: queue.length }),
    close: async (waitMs) => {
      closed = true;
      if (running.size > 0 || queue.length > 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        whenIdle = resolve;
        const timer = setTimeout(resolve, waitMs);
        await promise;
        clearTimeout(timer);
      }
      for (const thread of threads.keys()) thread.end();
      threads.clear();
      const stopping = errorAnswer(new ApiError('unavailable', 'the server is stopping'));
      for (const job of jobs()) finish(job, stopping);
      queue.length = 0;
    },
  };
}

function overloaded(running: number, queued: number): string {
  return `too many queries: ${running} run and ${queued} wait. Try again later, or raise --query-max-queue`;
}

function crashMessage(cause: Error): string {
  const outOfMemory = (cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
  return outOfMemory
    ? 'the query needed more memory than a query thread has. Select fewer series or a shorter range, or raise --query-worker-heap'
    : `the thread of this query ended unexpectedly: ${cause.message}`;
}
