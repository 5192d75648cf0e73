/** Whether rules fit the data: recording rules answer, selectors of alerts match something, and alerts are silent while all is well. */
import { metricSelectorsIn, parse, print, type VectorSelector } from '@chimera/promql-parser';
import type { BenchSeries } from '../bench/data.ts';
import type { Span } from './expand-families.ts';
import type { Answer, MetricsStore } from './metrics-store.ts';

/** Of a PrometheusRule object: what is looked at here. */
export type CheckedRule =
  | { readonly record: string; readonly expr: string; readonly labels?: Readonly<Record<string, string>> }
  | { readonly alert: string; readonly expr: string };

export type CheckRulesOptions = {
  /**
   * What exists only while something fails, with the reason: metrics, which alerts may look for in vain; and selectors, of which
   * metric and labels exist, but not those values.
   */
  readonly onlyInTrouble: ReadonlyMap<string, string>;
};

/** Alerts must have been silent for this long, up to the end of the data. */
const SILENT_SEC = 3_600;

/**
 * What is wrong, as lines to read. What recording rules answer is written to the store, under their names, so that rules that build
 * on them find it; the order of the rules does not matter.
 */
export async function checkRules(
  store: MetricsStore,
  rules: readonly CheckedRule[],
  { onlyInTrouble }: CheckRulesOptions,
): Promise<string[]> {
  const failures: string[] = [];
  for (const rule of inOrder(rules.filter((one) => 'record' in one))) {
    const answers = await asked(
      () => store.range(rule.expr, lengthSec(store.span), store.span.stepSec),
      rule.record,
      failures,
    );
    if (answers === null) continue;
    const numbers = answers.filter(({ values }) => values.some(Number.isFinite));
    if (numbers.length === 0) failures.push(`${rule.record}: no answer: ${rule.expr}`);
    else await store.write(numbers.map((answer) => recorded(answer, rule, store.span)));
  }
  for (const rule of rules) if ('alert' in rule) failures.push(...(await checkAlert(store, rule, onlyInTrouble)));
  return failures;
}

function lengthSec({ startSec, endSec }: Span): number {
  return endSec - startSec;
}

async function checkAlert(
  store: MetricsStore,
  { alert, expr }: { readonly alert: string; readonly expr: string },
  onlyInTrouble: ReadonlyMap<string, string>,
): Promise<string[]> {
  const failures: string[] = [];
  const selectors = metricSelectorsIn(parse(expr));
  for (const selector of selectors) {
    const text = print({ ...selector, offset: null, at: null, extension: null });
    if (onlyInTrouble.has(selector.name)) continue;
    const weak = onlyInTrouble.has(text);
    const series = await asked(() => store.series(weak ? withLabels(selector) : text), alert, failures);
    if (series?.length === 0) failures.push(`${alert}: nothing ${weak ? 'has the labels of' : 'matches'} ${text}`);
  }
  const answers = await asked(() => store.range(expr, SILENT_SEC, store.span.stepSec), alert, failures);
  if (answers === null) return failures;
  // An alert without a selector says that the way to the receivers works: it always fires.
  if (selectors.length === 0 && answers.length === 0) failures.push(`${alert}: should always fire: ${expr}`);
  if (selectors.length > 0 && answers.length > 0)
    failures.push(`${alert}: fires though all is well, for ${JSON.stringify(answers[0]?.metric)}: ${expr}`);
  return failures;
}

/** Any series of that metric which has the labels, whatever their values. */
function withLabels({ name, matchers }: VectorSelector): string {
  const labels = matchers.filter((matcher) => matcher.name !== '__name__').map((matcher) => `${matcher.name}!=""`);
  return `${name}{${labels.join(',')}}`;
}

async function asked<T>(ask: () => Promise<T>, rule: string, failures: string[]): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    failures.push(`${rule}: ${(error as Error).message}`);
    return null;
  }
}

type Recording = Extract<CheckedRule, { record: string }>;

/** Rules after those that they read; throws when two read each other. */
function inOrder(rules: readonly Recording[]): Recording[] {
  const names = new Set(rules.map(({ record }) => record));
  const ordered: Recording[] = [];
  let waiting = rules.map((rule) => ({ rule, reads: recordsIn(rule.expr, names) }));
  while (waiting.length > 0) {
    const missing = new Set(waiting.map(({ rule }) => rule.record));
    const ready = waiting.filter(({ reads }) => !reads.some((name) => missing.has(name)));
    if (ready.length === 0) throw new Error(`recording rules read each other: ${[...missing].join(', ')}`);
    ordered.push(...ready.map(({ rule }) => rule));
    waiting = waiting.filter((one) => !ready.includes(one));
  }
  return ordered;
}

function recordsIn(expr: string, names: ReadonlySet<string>): string[] {
  let selectors: VectorSelector[];
  try {
    selectors = metricSelectorsIn(parse(expr));
  } catch {
    // The server says what is wrong with it.
    return [];
  }
  return selectors.map(({ name }) => name).filter((name) => names.has(name));
}

/** One value per scrape; where the rule had none, the one before (at the beginning the first). */
function recorded({ metric, times, values }: Answer, { record, labels = {} }: Recording, span: Span): BenchSeries {
  const column = new Float64Array(Math.floor(lengthSec(span) / span.stepSec) + 1).fill(Number.NaN);
  for (const [i, time] of times.entries())
    column[Math.round((time - span.startSec) / span.stepSec)] = values[i] as number;
  let last = values.find(Number.isFinite) as number;
  for (const [i, value] of column.entries()) {
    if (Number.isFinite(value)) last = value;
    else column[i] = last;
  }
  const pairs = Object.entries({ ...metric, ...labels, __name__: record });
  return { labels: pairs.sort(([a], [b]) => (a < b ? -1 : 1)), values: column };
}
