/** Runs rule unit tests on the project's own engine and store, as `promtool test rules` does on Prometheus'. */
import { createEngine, DEFAULT_ENGINE_OPTIONS } from '@chimera/promql-engine';
import { parseMetricPrefix } from '@chimera/promql-parser';
import { applyLoad, parseDurationMs, parseSeriesLine } from '@chimera/promql-testkit';
import { formatLabels, type Labels, labelsKey } from '@chimera/tsdb-model';
import { createStorage } from '../promqltest/storage.ts';
import { type ActiveAlert, evaluateRules, type RuleEvaluation, vector } from './evaluate-rules.ts';
import type { RuleGroup } from './rule-group.ts';
import type { AlertTest, ExprTest, RulesTest } from './rules-test-file.ts';

export interface RulesTestReport {
  readonly name: string;
  /** What is wrong, a line each; empty when the test passes. */
  readonly failures: readonly string[];
  /** What fired at each alert test, in order: what promtool is told to expect. */
  readonly fired: readonly (readonly ActiveAlert[])[];
}

/** Relative difference that two engines' floats may have. */
const TOLERANCE = 1e-9;

export async function runRulesTest(
  test: RulesTest,
  groups: readonly RuleGroup[],
  evaluationInterval: string,
): Promise<RulesTestReport> {
  const engine = createEngine({ ...DEFAULT_ENGINE_OPTIONS, lookbackDeltaMs: 300_000 });
  const storage = createStorage('head');
  try {
    load(storage, test);
    const evaluation = evaluateRules(engine, storage, groups);
    const fired: (readonly ActiveAlert[])[] = test.alertTests.map(() => []);
    const failures: string[] = [];
    const stepMs = parseDurationMs(evaluationInterval);
    const times = [...test.alertTests, ...test.exprTests].map(({ evalTime }) => parseDurationMs(evalTime));
    const endMs = Math.max(...times);
    for (let timeMs = 0; timeMs <= endMs; timeMs += stepMs) {
      await evaluation.evaluate(timeMs);
      for (const [i, alertTest] of test.alertTests.entries()) {
        const atMs = parseDurationMs(alertTest.evalTime);
        // Between two evaluations the state of the earlier one holds.
        if (atMs < timeMs || atMs >= timeMs + stepMs) continue;
        fired[i] = checkAlert(alertTest, evaluation, failures);
      }
    }
    for (const exprTest of test.exprTests) {
      const timeMs = parseDurationMs(exprTest.evalTime);
      checkSamples(exprTest, await vector(engine, storage, exprTest.expr, timeMs), failures);
    }
    return { name: test.name, failures, fired };
  } finally {
    await storage.close?.();
  }
}

function load(storage: ReturnType<typeof createStorage>, { inputSeries, interval }: RulesTest): void {
  applyLoad(storage, {
    kind: 'load',
    line: 0,
    stepMs: parseDurationMs(interval),
    withCustomBuckets: false,
    series: inputSeries.map(({ series, values }) => ({
      ...parseSeriesLine(`${series} ${values}`),
      startOffsets: null,
    })),
  });
}

function checkAlert(
  { alertname, evalTime, expected }: AlertTest,
  evaluation: RuleEvaluation,
  failures: string[],
): readonly ActiveAlert[] {
  const firing = evaluation.firing(alertname);
  const left = [...firing];
  for (const alert of expected) {
    const at = left.findIndex(({ labels }) => same(labels, alert.labels));
    if (at < 0) {
      failures.push(
        `${alertname} at ${evalTime}: expected ${JSON.stringify(alert.labels)}, got ${JSON.stringify(firing.map(({ labels }) => labels))}`,
      );
      continue;
    }
    const [found] = left.splice(at, 1);
    for (const [name, text] of Object.entries(alert.annotations ?? {})) {
      if (found?.annotations[name] === text) continue;
      failures.push(`${alertname} at ${evalTime}: expected ${name} "${text}", got "${found?.annotations[name]}"`);
    }
  }
  for (const { labels } of left) failures.push(`${alertname} at ${evalTime}: did not expect ${JSON.stringify(labels)}`);
  return firing;
}

function same(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function checkSamples(
  { expr, evalTime, expected }: ExprTest,
  samples: readonly { readonly labels: Labels; readonly value: number }[],
  failures: string[],
): void {
  const got = new Map(samples.map(({ labels, value }) => [labelsKey(labels), { labels, value }]));
  for (const { labels: text, value } of expected) {
    const { labels } = parseMetricPrefix(text);
    const found = got.get(labelsKey(labels));
    got.delete(labelsKey(labels));
    if (found === undefined) failures.push(`${expr} at ${evalTime}: no sample ${text}; got ${show(samples)}`);
    else if (!near(found.value, value)) {
      failures.push(`${expr} at ${evalTime}: ${text} is ${found.value}, not ${value}`);
    }
  }
  if (got.size > 0) failures.push(`${expr} at ${evalTime}: did not expect ${show([...got.values()])}`);
}

function show(samples: readonly { readonly labels: Labels; readonly value: number }[]): string {
  return samples.length === 0
    ? 'nothing'
    : samples.map(({ labels, value }) => `${formatLabels(labels)} ${value}`).join(', ');
}

function near(a: number, b: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}
