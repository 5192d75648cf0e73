import { bench, describe } from 'vitest';
import { subtractHistograms } from './add.ts';
import { detectReset } from './detect-reset.ts';
import type { Histogram } from './histogram.ts';
import { HistogramMean } from './histogram-mean.ts';
import { HistogramSum } from './histogram-sum.ts';
import { histogramQuantile } from './quantile.ts';
import { exponential } from './testing/build.ts';

const buckets = (from: number) => Object.fromEntries(Array.from({ length: 40 }, (_, i) => [from + i, i + 1]));
const one = (from: number): Histogram =>
  exponential({ schema: 3, sum: 100, zeroCount: 1, zeroThreshold: 1e-9, positive: buckets(from) });
const alike = Array.from({ length: 1000 }, () => one(-10));
const shifted = Array.from({ length: 1000 }, (_, i) => one(-10 + (i % 7)));
const first = alike[0] as Histogram;

function sum(histograms: readonly Histogram[]): Histogram {
  const total = new HistogramSum(first, true);
  for (const histogram of histograms) total.add(histogram);
  return total.result();
}

describe('1000 histograms of 40 buckets', () => {
  bench('sum, one layout', () => {
    sum(alike);
  });
  bench('sum, seven layouts', () => {
    sum(shifted);
  });
  bench('mean', () => {
    const mean = new HistogramMean(first);
    for (const histogram of alike) mean.add(histogram);
  });
  bench('difference', () => {
    for (const histogram of alike) subtractHistograms(histogram, first);
  });
  bench('reset detection', () => {
    for (const histogram of alike) detectReset(histogram, first);
  });
  bench('quantile', () => {
    for (const histogram of alike) histogramQuantile(0.9, histogram, () => undefined);
  });
});
