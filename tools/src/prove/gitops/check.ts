/** The contract of one part of the proof. */
import type { World } from './world.ts';

export type Check = {
  /** Its number and name in the list of what is proved. */
  readonly name: string;
  /** Yields what was seen, a line each; throws when it is disproved. Leaves the cluster as it found it. */
  run(world: World): AsyncIterable<string>;
};

/** Throws with the message unless it holds. */
export function expect(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}
