/** Restarts of one container: when it goes down, and for how long. */
import type { RandomStream } from '../random.ts';
import { type ContainerEffects } from './effects.ts';
/** Steps that a container stays down: 30 s, but at least one step. */
export declare function downSteps(intervalSec: number): number;
/** Fills the restart and down columns of a slice; state carries from slice to slice. */
export declare class Lifecycle {
  private readonly random;
  private readonly effects;
  private readonly intervalSec;
  private lastRestart;
  constructor(random: RandomStream, effects: ContainerEffects, intervalSec: number);
  /** One entry per step from `firstStep`: `restarted` is 1 at a restart, `down` is 1 while the container is down. */
  advance(firstStep: number, count: number, restarted: Uint8Array, down: Uint8Array): void;
}
//# sourceMappingURL=lifecycle.d.ts.map
