/** Appends the samples of a batch, series by series, and lets others have a turn after every few thousand. */
import type { Labels } from '@chimera/tsdb-model';
import type { AppendCounts, Appender, Rejection, SeriesRef, SlicedWork } from '@chimera/tsdb-storage';

/** Some hundred microseconds of appending. A whole number of the store's largest chunks, so that long columns stay whole ones. */
const SAMPLES_PER_STEP = 8_192;

/** Appends samples `from` to `to` (excluded) of a column that the caller knows. */
export type AppendRun = (ref: SeriesRef, from: number, to: number) => void;

export class SeriesWriter {
  readonly appender: Appender;
  readonly counts: AppendCounts;
  #sinceStep = 0;
  /** The series of the labels that were written last, until the next pause. */
  #labels: Labels | null = null;
  #ref: SeriesRef | Rejection = 0;

  constructor(appender: Appender, counts: AppendCounts) {
    this.appender = appender;
    this.counts = counts;
  }

  /** Labels that are the same object are the same series. */
  *write(labels: Labels, from: number, to: number, append: AppendRun): SlicedWork<void> {
    for (let at = from; at < to; ) {
      const end = Math.min(to, at + SAMPLES_PER_STEP);
      const ref = this.#refOf(labels);
      if (typeof ref !== 'number') {
        this.counts.reject(ref, to - at);
        return;
      }
      append(ref, at, end);
      this.#sinceStep += end - at;
      at = end;
      if (this.#sinceStep >= SAMPLES_PER_STEP) {
        this.#sinceStep = 0;
        yield;
        // The store may have dropped the series meanwhile.
        this.#labels = null;
      }
    }
  }

  #refOf(labels: Labels): SeriesRef | Rejection {
    if (labels !== this.#labels) {
      this.#ref = this.appender.series(labels);
      this.#labels = labels;
    }
    return this.#ref;
  }
}
