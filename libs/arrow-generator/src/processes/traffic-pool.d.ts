/** Reuses traffic columns: one set per container of the node that is being generated. */
import type { TrafficColumns } from './slice.ts';
/** Columns of one set. */
export declare const TRAFFIC_COLUMNS = 8;
export declare class TrafficPool {
  private readonly sets;
  private used;
  /** A set with room for `count` steps; its content is whatever was there. Valid until {@link returnAll}. */
  take(count: number): TrafficColumns;
  /** All sets may be taken again. */
  returnAll(): void;
}
//# sourceMappingURL=traffic-pool.d.ts.map
