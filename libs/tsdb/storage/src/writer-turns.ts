/**
 * The writer's time. There is one writer, and its thread has other things to do: large requests are appended in slices of
 * a few milliseconds, one request after the other, and between two slices the thread turns to whatever waits for it.
 */

/** Work in steps: each `yield` is a place where it may be interrupted; a step should take well below a millisecond. */
export type SlicedWork<T> = Generator<undefined, T, undefined>;

export type WriterTurns = {
  /**
   * Runs work after all that came before it, so that works never interleave. What fits into the present slice is done
   * when the call returns; the promise then settles at once. Rejects with what the work throws.
   */
  run<T>(work: SlicedWork<T>): Promise<T>;
  /** Works that have not ended. */
  readonly waiting: number;
};

export type WriterTurnsOptions = {
  /** Longest time without a turn for others, ms. */
  readonly sliceMs: number;
  /** Milliseconds from anywhere. */
  readonly now: () => number;
  /** Calls back after others had their turn. */
  readonly nextTurn: (resume: () => void) => void;
};

export const DEFAULT_TURNS: WriterTurnsOptions = {
  sliceMs: 3,
  now: () => performance.now(),
  nextTurn: (resume) => void setImmediate(resume),
};

type Job = { readonly step: () => boolean };

/** One for all that writes into a store. */
export function createWriterTurns(options: Partial<WriterTurnsOptions> = {}): WriterTurns {
  const { sliceMs, now, nextTurn } = { ...DEFAULT_TURNS, ...options };
  const queue: Job[] = [];
  /** Milliseconds that the writer took in this turn of the thread. */
  let usedMs = 0;
  let resumes = false;
  let running = false;

  const pump = (): void => {
    if (running) return;
    running = true;
    const started = now();
    while (queue.length > 0 && usedMs + now() - started < sliceMs) if ((queue[0] as Job).step()) queue.shift();
    usedMs += now() - started;
    running = false;
    if (resumes) return;
    resumes = true;
    nextTurn(() => {
      resumes = false;
      usedMs = 0;
      if (queue.length > 0) pump();
    });
  };

  return {
    run: <T>(work: SlicedWork<T>): Promise<T> => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const step = (): boolean => {
        try {
          const { done, value } = work.next();
          if (done === true) resolve(value);
          return done === true;
        } catch (error) {
          reject(error as Error);
          return true;
        }
      };
      queue.push({ step });
      pump();
      return promise;
    },
    get waiting() {
      return queue.length;
    },
  };
}

/** Runs work from beginning to end, at once. */
export function runAtOnce<T>(work: SlicedWork<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
