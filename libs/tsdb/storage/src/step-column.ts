/** One series' values on a step grid, owned by the caller and overwritten by each read. */
import type { Histogram } from '@chimera/tsdb-model';

export class StepColumn {
  readonly values: Float64Array;
  /** 1 where the step has a sample. */
  readonly present: Uint8Array;
  /** Timestamp of the sample that each step took, Unix ms; filled only when the reader asks for it. */
  timestamps: Float64Array | null = null;
  /** Native histograms; null when no step has one. */
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
