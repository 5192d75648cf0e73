/** Where processes write: one column of float64 per series of a container or node, over the steps of one slice. */
import { ALL_SERIES, firstSeriesOf } from '../families/table.js';
/**
 * The first `rows` series lie in a values buffer (series after series: the Arrow layout itself, so nothing is copied);
 * the others, which were not asked for but may be inputs of other processes, in scratch that is kept.
 */
export class Frame {
  count = 0;
  rows = 0;
  values = EMPTY;
  offset = 0;
  columns = ALL_SERIES.map(() => EMPTY);
  scratch = ALL_SERIES.map(() => EMPTY);
  /** Points the frame at `rows` x `count` values from `offset` of `values`. */
  begin(count, rows = 0, values = EMPTY, offset = 0) {
    this.count = count;
    this.rows = rows;
    this.values = values;
    this.offset = offset;
    this.columns.fill(EMPTY);
  }
  /** The column of a family's series number `ordinal`; valid until the next `begin`. */
  column(family, ordinal = 0) {
    return this.at(firstSeriesOf(family) + ordinal);
  }
  /** The columns of a family's first `count` series, in table order. */
  columnsOf(family, count) {
    const first = firstSeriesOf(family);
    return Array.from({ length: count }, (_, ordinal) => this.at(first + ordinal));
  }
  /** The column of a series by its index in the table. */
  at(series) {
    let column = this.columns[series];
    if (column.length !== this.count) {
      column = series < this.rows ? this.ownColumn(series) : this.scratchColumn(series);
      this.columns[series] = column;
    }
    return column;
  }
  ownColumn(series) {
    const from = this.offset + series * this.count;
    return this.values.subarray(from, from + this.count);
  }
  scratchColumn(series) {
    let buffer = this.scratch[series];
    if (buffer.length < this.count) {
      buffer = new Float64Array(this.count);
      this.scratch[series] = buffer;
    }
    return buffer.subarray(0, this.count);
  }
}
const EMPTY = new Float64Array(0);
