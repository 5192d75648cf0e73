import { inWindow } from './effects.js';

/** 57,600 s: one restart in 16 hours is 1.5 a day. */
const MEAN_SEC_BETWEEN_RESTARTS = 57_600;
/** Not two restarts of chance within half an hour. */
const QUIET_SEC = 1800;
const DOWN_SEC = 30;
/** Steps that a container stays down: 30 s, but at least one step. */
export function downSteps(intervalSec) {
  return Math.max(1, Math.round(DOWN_SEC / intervalSec));
}
/** Fills the restart and down columns of a slice; state carries from slice to slice. */
export class Lifecycle {
  random;
  effects;
  intervalSec;
  lastRestart = Number.NEGATIVE_INFINITY;
  constructor(random, effects, intervalSec) {
    this.random = random;
    this.effects = effects;
    this.intervalSec = intervalSec;
  }
  /** One entry per step from `firstStep`: `restarted` is 1 at a restart, `down` is 1 while the container is down. */
  advance(firstStep, count, restarted, down) {
    const { random, effects, intervalSec } = this;
    const probability = intervalSec / MEAN_SEC_BETWEEN_RESTARTS;
    const length = downSteps(intervalSec);
    const disturbed = effects.restarts.length > 0 || effects.quiet.length > 0;
    let lastRestart = this.lastRestart;
    for (let i = 0; i < count; i++) {
      const step = firstStep + i;
      const chance = random.next() < probability;
      let restart = chance && step > 0 && (step - lastRestart) * intervalSec > QUIET_SEC;
      if (disturbed) restart = (restart && !inWindow(effects.quiet, step)) || effects.restarts.includes(step);
      if (restart) lastRestart = step;
      restarted[i] = restart ? 1 : 0;
      down[i] = step - lastRestart < length || inWindow(effects.outage, step) ? 1 : 0;
    }
    this.lastRestart = lastRestart;
  }
}
