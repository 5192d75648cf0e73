/** Splits whole events over classes by weight, so that long runs meet the weights and every step adds up exactly. */
/** Carries the fractions of one set of classes from step to step. */
export class Spread {
  /** Events of each class in the last step. */
  counts;
  carry;
  main;
  /** `main` is the class that takes what the others leave: the heaviest. `phase` in [0, 1) shifts the carries. */
  constructor(classes, main, phase) {
    this.counts = new Int32Array(classes);
    this.carry = new Float64Array(classes);
    for (let k = 0; k < classes; k++) {
      const start = phase + 0.618 * k;
      this.carry[k] = start - Math.floor(start);
    }
    this.main = main;
  }
  /** Splits `events` by `weights` (their sum is 1) into {@link counts}; the sum of the counts is `events`. */
  split(events, weights) {
    const { counts, carry, main } = this;
    let left = events;
    for (let k = counts.length - 1; k >= 0; k--) {
      if (k === main) continue;
      const due = carry[k] + events * weights[k];
      const taken = Math.min(left, Math.floor(due));
      carry[k] = due - taken;
      counts[k] = taken;
      left -= taken;
    }
    counts[main] = left;
  }
}
/** `weights` divided by their sum. */
export function normalised(weights) {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k];
  return Float64Array.from(weights, (weight) => weight / sum);
}
