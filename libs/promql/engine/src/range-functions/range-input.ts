/**
 * What a range function's kernel works on: the samples of one series and, per step, which of them lie in its window.
 * One instance serves all series of an operator; each load overwrites it.
 */
import { SampleBuffer, type StepGrid } from '@chimera/tsdb-storage';
import type { Extension } from '../extended-range.ts';
import type { ReferenceTimes } from '../time-shift.ts';
import { findExtendedWindows } from './extended-windows.ts';
import { type RangeNotes, SILENT_NOTES } from './range-notes.ts';

export class RangeInput {
  /** Ascending, without stale markers. */
  samples: SampleBuffer;
  /** Number of steps. */
  readonly count: number;
  /**
   * Window of step k: samples `from[k]` to `to[k]` (excluded). Neither ever falls as k rises, but for windows with an
   * `extension`, which include the neighbours of the range (extended-windows.ts).
   */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** End (included) of step k's window: `firstEndMs + k * strideMs`, Unix ms. The start (excluded) is `rangeMs` before. */
  readonly firstEndMs: number;
  readonly strideMs: number;
  readonly rangeMs: number;
  /** The evaluation times, which differ from the windows' ends under `offset` and `@`. */
  readonly grid: StepGrid;
  /** The call's scalar arguments, one value per step. */
  params: readonly Float64Array[] = [];

  readonly extension: Extension | null;

  /** Where kernels say what was odd about the series. */
  readonly notes: RangeNotes;

  /** Ends the query when its time is up; kernels whose steps are costly call it now and then. */
  readonly check: () => void;

  constructor(
    times: ReferenceTimes,
    rangeMs: number,
    grid: StepGrid,
    check: () => void = () => {},
    extension: Extension | null = null,
    notes: RangeNotes = SILENT_NOTES,
  ) {
    this.samples = new SampleBuffer(0);
    this.count = times.count;
    this.from = new Int32Array(times.count);
    this.to = new Int32Array(times.count);
    this.firstEndMs = times.firstMs;
    this.strideMs = times.strideMs;
    this.rangeMs = rangeMs;
    this.grid = grid;
    this.check = check;
    this.extension = extension;
    this.notes = notes;
  }

  /** The windows as far as an extension lets them look; without one, the windows themselves. Until the next load. */
  wholeWindows(): readonly [Int32Array, Int32Array] {
    const { extension, from, to } = this;
    if (extension === null) return [from, to];
    const wide = [new Int32Array(this.count), new Int32Array(this.count)] as const;
    this.#find(extension.beforeMs, extension.afterMs, wide[0], wide[1]);
    return wide;
  }

  /** Takes the samples (kept by reference until the next load) and finds the windows. */
  load(samples: SampleBuffer): void {
    this.samples = samples;
    const { from, to, rangeMs, strideMs, extension } = this;
    if (extension === null) this.#find(0, 0, from, to);
    else findExtendedWindows(samples, this.firstEndMs, strideMs, rangeMs, extension, from, to);
  }

  #find(beforeMs: number, afterMs: number, from: Int32Array, to: Int32Array): void {
    const { timestamps, count } = this.samples;
    const { strideMs } = this;
    const widthMs = beforeMs + this.rangeMs + afterMs;
    let first = 0;
    let end = 0;
    let endMs = this.firstEndMs + afterMs;
    for (let k = 0; k < from.length; k++, endMs += strideMs) {
      while (end < count && (timestamps[end] as number) <= endMs) end++;
      const startMs = endMs - widthMs;
      while (first < end && (timestamps[first] as number) <= startMs) first++;
      from[k] = first;
      to[k] = end;
    }
  }
}
