/**
 * One series' values on a step grid, owned by the caller and overwritten by each read.
 *
 * A step is absent (`present[k]` 0: nothing else of it means anything), a native histogram (`present[k]` 1 and
 * `histograms[k]` not null: `values[k]` means nothing), or a float. Ask `histograms === null` once per column, so that
 * floats pay nothing.
 */
import type { Histogram } from '@chimera/tsdb-model';

export class StepColumn {
  readonly values: Float64Array;
  /** 1 where the step has a sample. */
  readonly present: Uint8Array;
  /** Timestamp of the sample that each step took, Unix ms; filled only when the reader asks for it. */
  timestamps: Float64Array | null = null;
  /**
   * Native histograms, `count` long; null: floats only. Every read assigns it (null or an array of its own). The array is
   * shared by copies of the column, and so are the histograms: never write into one that you did not make.
   */
  histograms: (Histogram | null)[] | null = null;

  /** Set by a consumer that looks at `present` only: the reader may then leave `values` as they are. */
  presenceOnly = false;

  readonly count: number;

  constructor(count: number) {
    this.count = count;
    this.values = new Float64Array(count);
    this.present = new Uint8Array(count);
  }
}
