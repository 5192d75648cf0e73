/** The bcrypt thread as the authenticator sees it: started with the first question, bounded. */
import { Worker } from 'node:worker_threads';
import type { BcryptAnswer, BcryptQuestion } from './bcrypt-messages.ts';

/** Whether secret and hash belong together; 'busy' when too many wait: wrong passwords must not pile up. */
export type CompareSecret = (secret: string, hash: string) => Promise<boolean | 'busy'>;

export type BcryptThread = { readonly compare: CompareSecret; end(): void };

/** Some two seconds of work. */
const MAX_WAITING = 32;

export function createBcryptThread(file: URL, maxWaiting = MAX_WAITING): BcryptThread {
  const waiting = new Map<number, (same: boolean | 'busy') => void>();
  let worker: Worker | null = null;
  let nextId = 1;
  const start = (): Worker => {
    const started = new Worker(file);
    started.unref();
    started.on('message', ({ id, same }: BcryptAnswer) => {
      waiting.get(id)?.(same);
      waiting.delete(id);
    });
    // A thread that dies is started anew by the next question.
    const gone = (): void => {
      if (worker !== started) return;
      worker = null;
      for (const settle of waiting.values()) settle('busy');
      waiting.clear();
    };
    started.on('error', gone);
    started.on('exit', gone);
    return started;
  };
  return {
    compare: (secret, hash) => {
      if (waiting.size >= maxWaiting) return Promise.resolve('busy');
      worker ??= start();
      const { promise, resolve } = Promise.withResolvers<boolean | 'busy'>();
      const id = nextId++;
      waiting.set(id, resolve);
      worker.postMessage({ id, secret, hash } satisfies BcryptQuestion);
      return promise;
    },
    end: () => void worker?.terminate(),
  };
}
