/** Waiting for what travels: asked again until it has arrived. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expectEqual } from '../expect-equal.ts';

const LIMIT_MS = 20_000;
const PAUSE_MS = 200;

/** Asks for both sides until they are equal; after 20 s throws an Error that shows the difference. Resolves to what both are. */
export async function untilEqual<T>(what: string, got: () => Promise<T>, wanted: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    const [a, b] = [await got(), await wanted()];
    try {
      expectEqual(what, a, b);
      return a;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(PAUSE_MS);
  }
}
