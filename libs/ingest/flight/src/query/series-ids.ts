/** Label columns of a result's batches: each series' ids, repeated for its rows. */

export class SeriesIds {
  readonly #rowsOfSeries: Int32Array;
  readonly #idsOfSeries: readonly Int32Array[];
  #series = 0;
  /** Rows of that series that have been given already. */
  #given = 0;

  /** `idsOfSeries` has an array for each label. */
  constructor(rowsOfSeries: Int32Array, idsOfSeries: readonly Int32Array[]) {
    this.#rowsOfSeries = rowsOfSeries;
    this.#idsOfSeries = idsOfSeries;
  }

  /** The next rows: an array for each label. */
  next(rows: number): Int32Array[] {
    const columns = this.#idsOfSeries.map(() => new Int32Array(rows));
    for (let row = 0; row < rows; ) {
      const of = this.#rowsOfSeries[this.#series] as number;
      const count = Math.min(rows - row, of - this.#given);
      for (let k = 0; k < columns.length; k++) {
        const id = this.#idsOfSeries[k]![this.#series] as number;
        const column = columns[k] as Int32Array;
        // Vectors have one row for each series.
        if (count === 1) column[row] = id;
        else column.fill(id, row, row + count);
      }
      row += count;
      this.#given += count;
      if (this.#given === of) {
        this.#series++;
        this.#given = 0;
      }
    }
    return columns;
  }
}
