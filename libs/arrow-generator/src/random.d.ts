/** Random numbers of the data set: small 32-bit generators, all derived from one seed, the same on every engine. */
/** One stream of uniform numbers (mulberry32). Its whole state is one 32-bit integer. */
export declare class RandomStream {
  private state;
  constructor(seed: number);
  /** Uniform in [0, 1), with 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
}
/** A stream for one purpose: the same seed and parts give the same stream, other parts an unrelated one. */
export declare function deriveStream(seed: number, ...parts: readonly (string | number)[]): RandomStream;
//# sourceMappingURL=random.d.ts.map
