/** Waiting for something to come true, with an end and a message. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from '../lab-error.ts';

/** Asks `check` every 100 ms until it is true; an Error that it throws counts as not yet. Throws after `seconds`. */
export async function waitFor(what: string, seconds: number, check: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  let last = '';
  for (;;) {
    try {
      if (await check()) return;
      last = '';
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > deadline) {
      throw new LabError(
        `${what}: not there after ${seconds} s. See npm run lab -- logs${last === '' ? '' : `\n${last}`}`,
      );
    }
    await sleep(100);
  }
}
