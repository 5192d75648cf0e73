/** A decoder of bytes from outside, as fuzzers see it: the long run (`npm run fuzz`) and the short ones of the tests. */

/** What a decoder may do with bytes. Anything else that it throws is its fault. */
export type Verdict = 'accepted' | 'refused';

export type FuzzTarget = {
  /** Unique in the repository; kebab-case. */
  readonly name: string;
  /** What is decoded, in a few words. */
  readonly says: string;
  /** Inputs that are accepted; all others are made of them. At least one. */
  corpus(): readonly Uint8Array[];
  /** Inputs that must be refused; others are made of them, too. */
  hostile?(): readonly Uint8Array[];
  /** Words of the format, put into inputs now and then. */
  readonly words?: readonly string[];
  /** A decoder without a past. Fuzzers open another one every {@link INPUTS_PER_RUN} inputs, so that nothing adds up. */
  open(): FuzzRun | Promise<FuzzRun>;
};

export type FuzzRun = {
  /** Throws, or rejects, only when the decoder has a bug. The input may be kept, and is never changed. */
  run(input: Uint8Array): Verdict | Promise<Verdict>;
  close?(): void;
};

export const INPUTS_PER_RUN = 500;
