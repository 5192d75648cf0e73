/** Splits whole events over classes by weight, so that long runs meet the weights and every step adds up exactly. */
/** Carries the fractions of one set of classes from step to step. */
export declare class Spread {
  /** Events of each class in the last step. */
  readonly counts: Int32Array;
  private readonly carry;
  private readonly main;
  /** `main` is the class that takes what the others leave: the heaviest. `phase` in [0, 1) shifts the carries. */
  constructor(classes: number, main: number, phase: number);
  /** Splits `events` by `weights` (their sum is 1) into {@link counts}; the sum of the counts is `events`. */
  split(events: number, weights: Float64Array): void;
}
/** `weights` divided by their sum. */
export declare function normalised(weights: ArrayLike<number>): Float64Array;
//# sourceMappingURL=spread.d.ts.map
