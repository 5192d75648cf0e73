/** One open port. */
export type Listener = {
  readonly name: string;
  /** The port that was got; differs from the asked one when that was 0. */
  readonly port: number;
  /** Takes no new connections, lets running requests end until `graceMs` have passed, then cuts the rest. */
  close(graceMs: number): Promise<void>;
};
