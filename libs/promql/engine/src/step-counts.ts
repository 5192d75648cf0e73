/**
 * How many samples each step of a query looked at, as Prometheus counts them for `stats=all`: an instant selector those it
 * found, a function over a range those in its window, overlapping windows each for itself. Asked for, it costs a call per
 * series and step.
 */
import type { Histogram } from '@chimera/tsdb-model';
import type { StepColumn } from '@chimera/tsdb-storage';
import type { RangeInput } from './range-functions/range-input.ts';
import { histogramWeight } from './sample-weight.ts';

export type StepCounts = { add(step: number, samples: number): void };

/** Counts into an array, one element per step. */
export function stepCountsOf(counts: Float64Array): StepCounts {
  return {
    add: (step, samples) => {
      counts[step]! += samples;
    },
  };
}

/** For an expression that is evaluated once and counts on each of `steps` steps. */
export function onAllSteps(parent: StepCounts, steps: number): StepCounts {
  return {
    add: (_, samples) => {
      for (let step = 0; step < steps; step++) parent.add(step, samples);
    },
  };
}

/** What an instant selector found. */
export function countColumn(counts: StepCounts, { present, histograms }: StepColumn): void {
  for (let k = 0; k < present.length; k++) if (present[k] === 1) counts.add(k, weightOf(histograms?.[k] ?? null));
}

/** What the windows of a series hold. */
export function countWindows(counts: StepCounts, input: RangeInput): void {
  const { from, to } = input;
  const { histograms } = input.samples;
  for (let k = 0; k < from.length; k++) {
    let samples = (to[k] as number) - (from[k] as number);
    if (histograms !== null)
      for (let i = from[k] as number; i < (to[k] as number); i++) samples += weightOf(histograms[i] ?? null) - 1;
    if (samples > 0) counts.add(k, samples);
  }
}

function weightOf(histogram: Histogram | null): number {
  return histogram === null ? 1 : histogramWeight(histogram);
}
