/** Where processes write: one column of float64 per series of a container or node, over the steps of one slice. */
import { ALL_SERIES, firstSeriesOf } from '../families/table.ts';

/**
 * The first `rows` series lie in a values buffer (series after series: the Arrow layout itself, so nothing is copied);
 * the others, which were not asked for but may be inputs of other processes, in scratch that is kept.
 */
export class Frame {
  private count = 0;
  private rows = 0;
  private values: Float64Array = EMPTY;
  private offset = 0;
  private readonly columns: Float64Array[] = ALL_SERIES.map(() => EMPTY);
  private readonly scratch: Float64Array[] = ALL_SERIES.map(() => EMPTY);

  /** Points the frame at `rows` x `count` values from `offset` of `values`. */
  begin(count: number, rows = 0, values: Float64Array = EMPTY, offset = 0): void {
    this.count = count;
    this.rows = rows;
    this.values = values;
    this.offset = offset;
    this.columns.fill(EMPTY);
  }

  /** The column of a family's series number `ordinal`; valid until the next `begin`. */
  column(family: string, ordinal = 0): Float64Array {
    return this.at(firstSeriesOf(family) + ordinal);
  }

  /** The columns of a family's first `count` series, in table order. */
  columnsOf(family: string, count: number): Float64Array[] {
    const first = firstSeriesOf(family);
    return Array.from({ length: count }, (_, ordinal) => this.at(first + ordinal));
  }

  /** The column of a series by its index in the table. */
  at(series: number): Float64Array {
    let column = this.columns[series] as Float64Array;
    if (column.length !== this.count) {
      column = series < this.rows ? this.ownColumn(series) : this.scratchColumn(series);
      this.columns[series] = column;
    }
    return column;
  }

  private ownColumn(series: number): Float64Array {
    const from = this.offset + series * this.count;
    return this.values.subarray(from, from + this.count);
  }

  private scratchColumn(series: number): Float64Array {
    let buffer = this.scratch[series] as Float64Array;
    if (buffer.length < this.count) {
      buffer = new Float64Array(this.count);
      this.scratch[series] = buffer;
    }
    return buffer.subarray(0, this.count);
  }
}

const EMPTY = new Float64Array(0);
