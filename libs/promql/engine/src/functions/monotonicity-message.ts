/** The info about classic histograms whose counts decreased from one bucket to the next. */
import { quote } from '@chimera/promql-parser';
import { formatFloat } from '@chimera/tsdb-model';
import type { MonotonicityFixes } from './bucket-quantile.ts';

const MANUAL = 'https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile';

export function monotonicityMessage(metricName: string, fixes: MonotonicityFixes): string {
  const { minBound, maxBound, maxDifference, samples, firstMs, lastMs } = fixes;
  return [
    `input to histogram_quantile needed to be fixed for monotonicity (see ${MANUAL})`,
    metricName === '' ? '' : ` for metric name ${quote(metricName)}`,
    `, from buckets ${formatFloat(minBound)} to ${formatFloat(maxBound)}`,
    `, with a max diff of ${twoDigits(maxDifference)}`,
    `, over ${samples} samples from ${utcSecond(firstMs)} to ${utcSecond(lastMs)}`,
  ].join('');
}

/** As Go's `%.2g`. */
function twoDigits(value: number): string {
  const [mantissa, exponent] = toTwoDigits(value).split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 2) return String(Number(`${mantissa}e${exponent}`));
  return `${Number(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** As toExponential(1), but a number right between two goes to the even digit. */
function toTwoDigits(value: number): string {
  const [, rounded, power] = /^(\d\.[02468])50*(e.*)$/.exec(value.toExponential(100)) ?? [];
  return rounded === undefined ? value.toExponential(1) : `${rounded}${power}`;
}

/** As `2006-01-02T15:04:05Z`. */
function utcSecond(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, -5)}Z`;
}
