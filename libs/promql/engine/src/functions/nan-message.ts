/** The infos about native histograms some of whose observations are NaN. */
import { quote } from '@chimera/promql-parser';
import type { NanObservations } from '@chimera/tsdb-model';

const TEXTS: Readonly<Record<NanObservations, string>> = {
  fraction_excludes_nan: 'input to histogram_fraction has NaN observations, which are excluded from all fractions',
  quantile_is_nan: 'input to histogram_quantile has NaN observations, result is NaN',
  quantile_is_skewed: 'input to histogram_quantile has NaN observations, result is skewed higher',
};

/** `metricName` may be empty: unknown. */
export function nanMessage(what: NanObservations, metricName: string): string {
  return metricName === '' ? TEXTS[what] : `${TEXTS[what]} for metric name ${quote(metricName)}`;
}
