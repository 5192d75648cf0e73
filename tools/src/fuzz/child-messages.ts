/** What a fuzzing child tells its parent: a JSON line of its whole tally now and then, and the input's number in a file. */

export type Problem = {
  /** Number of the input. */
  readonly index: number;
  /** `crash`: it threw; `hang`: it took more than a second of processor time. */
  readonly kind: 'crash' | 'hang';
  readonly message: string;
};

export type Tally = {
  readonly inputs: number;
  readonly accepted: number;
  readonly refused: number;
  readonly problems: readonly Problem[];
  /** True in the last line. */
  readonly done: boolean;
};

/** The file holds the number of the input that is being decoded: eight bytes, a float64, little-endian. */
export const POSITION_BYTES = 8;

/** Processor time of one input from which on it is a hang, ms. */
export const HANG_MS = 1_000;
