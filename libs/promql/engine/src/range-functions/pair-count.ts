/** resets and changes: how many neighbours in the window differ in a certain way. Whole numbers, so prefix sums are exact. */
import { equalHistograms, type Histogram } from '@chimera/tsdb-model';
import type { SampleBuffer } from '@chimera/tsdb-storage';
import { histogramResets } from './histogram-resets.ts';
import type { KernelFactory, RangeKernel } from './kernel.ts';
import { startedAnew } from './start-timestamps.ts';

type PairTest = {
  readonly floats: (previous: number, value: number) => boolean;
  /** 1 where sample i is a histogram that counts against the histogram before it. */
  readonly histograms: (samples: SampleBuffer) => Uint8Array;
  readonly usesStarts: boolean;
};

function pairCount({ floats, histograms, usesStarts }: PairTest): RangeKernel {
  let prefix = new Int32Array(0);
  return (input, out) => {
    const { from, to, count, samples } = input;
    const { values, startTimestamps, count: length } = samples;
    const starts = usesStarts ? startTimestamps : null;
    if (prefix.length < length) prefix = new Int32Array(values.length);
    if (samples.histograms !== null || starts !== null) {
      countAny(samples, floats, samples.histograms === null ? null : histograms(samples), starts, prefix);
    } else {
      let total = 0;
      if (length > 0) prefix[0] = 0;
      for (let i = 1; i < length; i++) {
        if (floats(values[i - 1] as number, values[i] as number)) total++;
        prefix[i] = total;
      }
    }
    for (let k = 0; k < count; k++) {
      const first = from[k] as number;
      const last = (to[k] as number) - 1;
      out.present[k] = last < first ? 0 : 1;
      if (last >= first) out.values[k] = (prefix[last] as number) - (prefix[first] as number);
    }
  };
}

/** The prefix counts of samples of any type; `flags` of the histograms among them. */
function countAny(
  { timestamps, values, histograms, count }: SampleBuffer,
  floats: PairTest['floats'],
  flags: Uint8Array | null,
  starts: Float64Array | null,
  prefix: Int32Array,
): void {
  let total = 0;
  if (count > 0) prefix[0] = 0;
  for (let i = 1; i < count; i++) {
    const isHistogram = (histograms?.[i] ?? null) !== null;
    const wasHistogram = (histograms?.[i - 1] ?? null) !== null;
    if (isHistogram && wasHistogram) total += flags?.[i] ?? 0;
    // A float beside a histogram always counts.
    else if (isHistogram || wasHistogram || floats(values[i - 1] as number, values[i] as number)) total++;
    else if (starts !== null && startedAnew(starts, timestamps, i)) total++;
    prefix[i] = total;
  }
}

/** resets: falls, and starts that start timestamps tell of. */
export const resetCount: KernelFactory = () =>
  pairCount({
    floats: (previous, value) => value < previous,
    histograms: (samples) => histogramResets(samples, samples.startTimestamps),
    usesStarts: true,
  });

/** changes: unequal neighbours; NaN equals NaN here. */
export const changeCount: KernelFactory = () =>
  pairCount({
    floats: (previous, value) => value !== previous && !(Number.isNaN(value) && Number.isNaN(previous)),
    histograms: unequalHistograms,
    usesStarts: false,
  });

function unequalHistograms({ histograms, count }: SampleBuffer): Uint8Array {
  const unequal = new Uint8Array(count);
  const samples = histograms as (Histogram | null)[];
  for (let i = 1; i < count; i++) {
    const [previous, current] = [samples[i - 1] ?? null, samples[i] ?? null];
    if (previous !== null && current !== null && !equalHistograms(current, previous)) unequal[i] = 1;
  }
  return unequal;
}
