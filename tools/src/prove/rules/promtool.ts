/** `npm run prove -- rules-promtool`: every rule and every rule unit test through Prometheus' own promtool. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseMetric } from '@chimera/promql-parser';
import { dropMetricName, formatLabels } from '@chimera/tsdb-model';
import { type ComponentRules, platformRules, type RulesTestSource, rulesTests } from '../../rules/platform-rules.ts';
import { isAlert, type RuleGroup } from '../../rules/rule-group.ts';
import type { RulesTest } from '../../rules/rules-test-file.ts';
import { runRulesTest } from '../../rules/run-rules-test.ts';
import { NEEDS_PROMETHEUS, versionOf } from '../clients/prometheus.ts';
import type { Proof } from '../proof.ts';

const run = promisify(execFile);
const PROMTOOL = { command: 'promtool', needs: NEEDS_PROMETHEUS };

export const rulesPromtool: Proof = {
  says: "the platform's rules and their unit tests, through promtool",
  needs: NEEDS_PROMETHEUS,
  async *run() {
    yield await versionOf(PROMTOOL);
    const folder = await mkdtemp(join(tmpdir(), 'chimera-prove-rules-'));
    try {
      const rules = platformRules();
      const files = await Promise.all(rules.map((component) => writeRules(folder, component)));
      await promtool('check', 'rules', ...files);
      const count = rules.flatMap(({ groups }) => groups.flatMap((group) => group.rules)).length;
      yield `check rules: ${count} rules of ${rules.length} components`;
      for (const source of rulesTests()) {
        const file = await writeTest(folder, source, rules);
        await promtool('test', 'rules', file);
        yield `test rules: ${source.path}: ${source.file.tests.length} tests`;
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function promtool(...args: readonly string[]): Promise<void> {
  await run('promtool', [...args]).catch((error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error(
      `promtool ${args.slice(0, 2).join(' ')} refuses:\n${error.stdout ?? ''}${error.stderr ?? error.message}`,
    );
  });
}

/** JSON is YAML. Of the annotations only the summary stays: promtool compares all that there are, and the others are no templates. */
async function writeRules(folder: string, { component, groups }: ComponentRules): Promise<string> {
  const file = join(folder, ruleFile(component));
  await writeFile(file, JSON.stringify({ groups: groups.map(withSummaryOnly) }));
  return file;
}

const ruleFile = (component: string) => `${component}.rules.json`;

function withSummaryOnly(group: RuleGroup): RuleGroup {
  return {
    ...group,
    rules: group.rules.map((rule) => {
      const summary = isAlert(rule) ? rule.annotations?.['summary'] : undefined;
      return summary === undefined ? rule : { ...rule, annotations: { summary } };
    }),
  };
}

/** The test as promtool wants it: summaries that a test leaves open are those that our own runner made, so that the two are compared. */
async function writeTest(
  folder: string,
  { path, file }: RulesTestSource,
  rules: readonly ComponentRules[],
): Promise<string> {
  const groups = file.ruleFiles.flatMap((name) => rules.find(({ component }) => component === name)?.groups ?? []);
  const tests = await Promise.all(file.tests.map((test) => testForPromtool(test, groups, file.evaluationInterval)));
  const target = join(folder, `${path.replaceAll('/', '_')}.json`);
  await writeFile(
    target,
    JSON.stringify({
      rule_files: file.ruleFiles.map(ruleFile),
      evaluation_interval: file.evaluationInterval,
      tests,
    }),
  );
  return target;
}

async function testForPromtool(test: RulesTest, groups: readonly RuleGroup[], interval: string): Promise<object> {
  const { fired } = await runRulesTest(test, groups, interval);
  return {
    name: test.name,
    interval: test.interval,
    input_series: test.inputSeries,
    alert_rule_test: test.alertTests.map(({ evalTime, alertname, expected }, i) => ({
      eval_time: evalTime,
      alertname,
      exp_alerts: expected.map(({ labels, annotations }) => ({
        exp_labels: labels,
        exp_annotations: {
          summary:
            annotations?.['summary'] ??
            fired[i]?.find((alert) => sameLabels(alert.labels, labels))?.annotations['summary'] ??
            'nothing fired here',
        },
      })),
    })),
    promql_expr_test: test.exprTests.map(({ expr, evalTime, expected }) => ({
      expr: `round((${expr}), 1e-6)`,
      eval_time: evalTime,
      exp_samples: expected.map(({ labels, value }) => ({ labels: withoutName(labels), value: rounded(value) })),
    })),
  };
}

/** promtool compares all 53 bits, and engines may differ in the last: both sides are rounded as PromQL does. That drops the metric name. */
function rounded(value: number): number {
  return Math.floor(value * 1e6 + 0.5) / 1e6;
}

function withoutName(labels: string): string {
  return formatLabels(dropMetricName(parseMetric(labels)));
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
