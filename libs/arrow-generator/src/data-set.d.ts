export type DataSet = {
  readonly regions: number;
  /** Per region. */
  readonly zones: number;
  readonly clusters: number;
  readonly nodes: number;
  readonly namespaces: number;
  /** Per namespace. */
  readonly services: number;
  readonly podsPerService: number;
  /** Per pod. */
  readonly containers: number;
  /** Series per container, at most; whole families are taken. */
  readonly metrics: number;
  /** Time of the first sample, Unix seconds, a multiple of the interval. */
  readonly startSec: number;
  readonly intervalSec: number;
  /** Samples per series. */
  readonly steps: number;
  /** 32 bits, unsigned. */
  readonly randomSeed: number;
  /** Anomalies to plant. */
  readonly anomalies: number;
};
/** Pods of the whole set. */
export declare function podCount(set: DataSet): number;
/** Series of the whole set. */
export declare function seriesCount(set: DataSet): number;
/** Samples of the whole set. */
export declare function sampleCount(set: DataSet): number;
/** Time of step `step`, Unix milliseconds. */
export declare function stepTimeMs(set: DataSet, step: number): number;
/** Time of the last sample, Unix seconds. */
export declare function endSec(set: DataSet): number;
/** Where a set that ends at `atSec` begins: its end is floored to the interval. */
export declare function startFor(atSec: number, intervalSec: number, steps: number): number;
//# sourceMappingURL=data-set.d.ts.map
