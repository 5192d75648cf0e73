/**
 * Range functions over native histograms: the slow path beside a kernel for floats. Series without histograms never come
 * here. A window is of floats (the kernel's result stands), of histograms, or mixed: then it has no result.
 */
import { type Histogram, usesCustomBuckets } from '@chimera/tsdb-model';
import { SampleBuffer, type StepColumn } from '@chimera/tsdb-storage';
import type { RangeKernel } from './kernel.ts';
import { RangeInput } from './range-input.ts';

/** What a function makes of windows that hold histograms only. */
export type HistogramWindow = {
  /** Takes the series to work on; its samples may be mixed. */
  load(input: RangeInput): void;
  /** The result for samples `first` to `end` (excluded, at least one) of step k; null: none. */
  value(first: number, end: number, k: number): Histogram | null;
};

/** A kernel for all series: `floats` alone for those without histograms. */
export function byType(floats: RangeKernel, window: HistogramWindow): RangeKernel {
  let floatInput: RangeInput | null = null;
  return (input, out) => {
    const { histograms } = input.samples;
    if (histograms === null) return floats(input, out);
    floatInput ??= new RangeInput(
      { firstMs: input.firstEndMs, strideMs: input.strideMs, count: input.count },
      input.rangeMs,
      input.grid,
      input.check,
      input.extension,
      input.notes,
    );
    floatInput.params = input.params;
    floatInput.load(floatsOf(input.samples));
    floats(floatInput, out);
    fillHistograms(input, histograms, window, out);
  };
}

function fillHistograms(
  input: RangeInput,
  histograms: readonly (Histogram | null)[],
  window: HistogramWindow,
  out: StepColumn,
): void {
  const results = new Array<Histogram | null>(out.count).fill(null);
  const kinds = new WindowKinds(input, histograms);
  window.load(input);
  let some = false;
  for (let k = 0; k < input.count; k++) {
    const kind = kinds.of(k);
    if (kind === 'floats') continue;
    out.present[k] = 0;
    if (kind === 'mixed') {
      input.notes.add('mixedSamples');
      continue;
    }
    const first = input.from[k] as number;
    const end = input.to[k] as number;
    const result = end > first ? window.value(first, end, k) : null;
    if (result === null) continue;
    results[k] = result;
    out.present[k] = 1;
    some = true;
  }
  if (some) out.histograms = results;
}

/** Which kind of samples the windows hold, those included that an extension lets them look at. */
class WindowKinds {
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  /** Histograms among the samples before i. */
  readonly #before: Int32Array;

  constructor(input: RangeInput, histograms: readonly (Histogram | null)[]) {
    const { count } = input.samples;
    [this.#from, this.#to] = input.wholeWindows();
    this.#before = new Int32Array(count + 1);
    for (let i = 0; i < count; i++) {
      this.#before[i + 1] = (this.#before[i] as number) + (histograms[i] === null ? 0 : 1);
    }
  }

  of(k: number): 'floats' | 'histograms' | 'mixed' {
    const first = this.#from[k] as number;
    const end = this.#to[k] as number;
    const histograms = (this.#before[end] as number) - (this.#before[first] as number);
    if (histograms === 0) return 'floats';
    return histograms === end - first ? 'histograms' : 'mixed';
  }
}

/** Notes the windows in which a function for floats left histograms out. */
export function noteIgnoredHistograms(input: RangeInput): void {
  const { histograms } = input.samples;
  if (histograms === null) return;
  const kinds = new WindowKinds(input, histograms);
  for (let k = 0; k < input.count; k++) if (kinds.of(k) === 'mixed') input.notes.add('ignoredHistograms');
}

/** The floats of a series, with their start timestamps. */
export function floatsOf(samples: SampleBuffer): SampleBuffer {
  const { timestamps, values, histograms, startTimestamps, count } = samples;
  const floats = new SampleBuffer(Math.max(1, count));
  if (startTimestamps !== null) floats.startTimestamps = new Float64Array(floats.timestamps.length);
  for (let i = 0; i < count; i++) {
    if (histograms !== null && (histograms[i] ?? null) !== null) continue;
    const at = floats.count++;
    floats.timestamps[at] = timestamps[i] as number;
    floats.values[at] = values[i] as number;
    if (floats.startTimestamps !== null) floats.startTimestamps[at] = (startTimestamps as Float64Array)[i] as number;
  }
  return floats;
}

/** The histogram of a sample that has one. */
export function histogramAt(input: RangeInput, index: number): Histogram {
  return (input.samples.histograms as (Histogram | null)[])[index] as Histogram;
}

/** Whether one has custom and the other exponential buckets. */
export function schemasMix(a: Histogram, b: Histogram): boolean {
  return usesCustomBuckets(a) !== usesCustomBuckets(b);
}
