/** Waiting that a signal ends. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after `ms`; rejects with {@link Stopped} when the program is told to stop. */
export type Pause = (ms: number) => Promise<void>;

/** The program was told to stop: not a failure. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export function createPause(signal: AbortSignal): Pause {
  return async (ms) => {
    try {
      await sleep(ms, undefined, { signal });
    } catch (cause) {
      throw new Stopped('stopped', { cause });
    }
  };
}
