/**
 * Names of metrics as Prometheus translates them: other characters become underscores, the unit is appended, counters end
 * in `_total`, gauges of unit 1 in `_ratio`; or only one of the two, or nothing, as the strategy says.
 */
import { addsSuffixes, escapes, type TranslationStrategy } from '../translation.ts';
import { rawUnitSuffixes, unitSuffixes } from './units.ts';

/** What a metric is, as far as names and metadata care. `counter` is a monotonic sum, `sum` one that may fall. */
export type MetricKind = 'gauge' | 'sum' | 'counter' | 'histogram' | 'exponential_histogram' | 'summary';

/** '' when nothing of the name is left. */
export function metricNameFor(name: string, unit: string, kind: MetricKind, strategy: TranslationStrategy): string {
  if (escapes(strategy)) return addsSuffixes(strategy) ? escapedWithSuffixes(name, unit, kind) : escaped(name);
  return addsSuffixes(strategy) && name !== '' ? withSuffixes(name, unit, kind) : name;
}

function escaped(name: string): string {
  const joined = name
    .split(/[^a-zA-Z0-9:_]+/u)
    .filter((token) => token !== '')
    .join('_');
  if (joined !== name && /^_*$/.test(joined)) return '';
  return /^[0-9]/.test(joined) ? `_${joined}` : joined;
}

/** What the name ends in already is not appended again. */
function withSuffixes(name: string, unit: string, kind: MetricKind): string {
  const { main, per } = rawUnitSuffixes(unit);
  const suffixes = [per, kind === 'counter' ? 'total' : '', kind === 'gauge' && unit === '1' ? 'ratio' : ''];
  let base = name;
  for (const suffix of suffixes.toReversed()) if (suffix !== '') base = withoutSuffix(base, suffix);
  if (main !== '' && !base.endsWith(main)) base += `_${main}`;
  return [base, ...suffixes.filter((suffix) => suffix !== '')].join('_');
}

/** Also without the character before it, which separates the two. */
function withoutSuffix(name: string, suffix: string): string {
  return name.endsWith(suffix) && name.length > suffix.length + 1 ? name.slice(0, -suffix.length - 1) : name;
}

function escapedWithSuffixes(name: string, unit: string, kind: MetricKind): string {
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
