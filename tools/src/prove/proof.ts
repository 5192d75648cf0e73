/** The contract of a proof. */
export type Proof = {
  /** One line for the help. */
  readonly says: string;
  /** What the machine must have. */
  readonly needs: string;
  /** Yields what was seen, a line each. Throws {@link CannotRun} when something is missing, any other Error when it is disproved. */
  run(): AsyncIterable<string>;
};

/** The machine lacks what the proof needs; the message says what, and how to get it. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
