/**
 * The first `rows` series lie in a values buffer (series after series: the Arrow layout itself, so nothing is copied);
 * the others, which were not asked for but may be inputs of other processes, in scratch that is kept.
 */
export declare class Frame {
  private count;
  private rows;
  private values;
  private offset;
  private readonly columns;
  private readonly scratch;
  /** Points the frame at `rows` x `count` values from `offset` of `values`. */
  begin(count: number, rows?: number, values?: Float64Array, offset?: number): void;
  /** The column of a family's series number `ordinal`; valid until the next `begin`. */
  column(family: string, ordinal?: number): Float64Array;
  /** The columns of a family's first `count` series, in table order. */
  columnsOf(family: string, count: number): Float64Array[];
  /** The column of a series by its index in the table. */
  at(series: number): Float64Array;
  private ownColumn;
  private scratchColumn;
}
//# sourceMappingURL=frame.d.ts.map
