/**
 * Names of metrics as Prometheus translates them by default (UnderscoreEscapingWithSuffixes): other characters become
 * underscores, the unit is appended, counters end in `_total`, gauges of unit 1 in `_ratio`.
 */
import { unitSuffixes } from './units.ts';

/** What a metric is, as far as names and metadata care. `counter` is a monotonic sum, `sum` one that may fall. */
export type MetricKind = 'gauge' | 'sum' | 'counter' | 'histogram' | 'exponential_histogram' | 'summary';

/** '' when nothing of the name is left. */
export function metricNameFor(name: string, unit: string, kind: MetricKind): string {
  let tokens = name.split(/[^a-zA-Z0-9:]+/u).filter((token) => token !== '');
  if (tokens.length === 0) return '';
  const { main, per } = unitSuffixes(unit);
  const perPart = per.replace(/_$/, '');
  const addsPer = perPart !== '' && perPart !== 'per' && !tokens.includes(perPart);
  const mainPart = addsPer ? main.replace(/_$/, '') : main;
  if (mainPart !== '' && !tokens.includes(main)) tokens.push(mainPart);
  if (addsPer) tokens.push(perPart);
  if (kind === 'counter') tokens = moveToEnd(tokens, 'total');
  if (kind === 'gauge' && unit === '1') tokens = moveToEnd(tokens, 'ratio');
  const joined = tokens.join('_');
  return /^[0-9]/.test(joined) ? `_${joined}` : joined;
}

function moveToEnd(tokens: readonly string[], suffix: string): string[] {
  return [...tokens.filter((token) => token !== suffix), suffix];
}
