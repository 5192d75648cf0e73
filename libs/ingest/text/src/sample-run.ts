/** Samples of lines that follow each other and belong to one series: appended together. */
import type { AppendCounts, Appender, SeriesRef } from '@chimera/tsdb-storage';

const CAPACITY = 1_024;

export class SampleRun {
  /** Number of the first line. */
  firstLine = 0;
  lastLine = 0;
  readonly #timestamps = new Float64Array(CAPACITY);
  readonly #values = new Float64Array(CAPACITY);
  readonly #appender: Appender;
  #ref: SeriesRef = -1;
  #count = 0;

  constructor(appender: Appender) {
    this.#appender = appender;
  }

  /** Whether the next sample of the series still fits; flush before adding when not. */
  takes(ref: SeriesRef): boolean {
    return this.#count === 0 || (this.#ref === ref && this.#count < CAPACITY);
  }

  add(ref: SeriesRef, timestampMs: number, value: number, line: number): void {
    if (this.#count === 0) this.firstLine = line;
    this.lastLine = line;
    this.#ref = ref;
    this.#timestamps[this.#count] = timestampMs;
    this.#values[this.#count++] = value;
  }

  flush(counts: AppendCounts): void {
    const count = this.#count;
    this.#count = 0;
    if (count === 0) return;
    if (this.#appender.isLive(this.#ref)) {
      this.#appender.append(this.#ref, this.#timestamps, this.#values, 0, count, counts);
    } else {
      // Between two parts of an import anything may happen to a series.
      counts.reject(
        { reason: 'draining', message: 'the series was removed while it was imported; send it again' },
        count,
      );
    }
  }
}
