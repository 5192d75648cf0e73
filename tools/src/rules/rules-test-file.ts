/** Rule unit tests in promtool's format, read with nothing unknown let through. */
import { parse } from 'yaml';

export interface RulesTestFile {
  /** Names of components; promtool gets files of their rules. */
  readonly ruleFiles: readonly string[];
  readonly evaluationInterval: string;
  readonly tests: readonly RulesTest[];
}

export interface RulesTest {
  readonly name: string;
  /** Step of the input series; the evaluation interval when absent. */
  readonly interval: string;
  readonly inputSeries: readonly { readonly series: string; readonly values: string }[];
  readonly alertTests: readonly AlertTest[];
  readonly exprTests: readonly ExprTest[];
}

export interface AlertTest {
  readonly evalTime: string;
  readonly alertname: string;
  /** Empty: it must not fire. */
  readonly expected: readonly ExpectedAlert[];
}

export interface ExpectedAlert {
  readonly labels: Readonly<Record<string, string>>;
  /** Only these are compared; null: none. */
  readonly annotations: Readonly<Record<string, string>> | null;
}

export interface ExprTest {
  readonly expr: string;
  readonly evalTime: string;
  readonly expected: readonly { readonly labels: string; readonly value: number }[];
}

/**
 * Throws an Error that names the place and what is wrong there. All scalars are texts at first, as in Go: `0x30` is thirty-one
 * noughts and no hexadecimal number.
 */
export function parseRulesTest(text: string): RulesTestFile {
  const file = fields(parse(text, { schema: 'failsafe' }), 'the file', ['rule_files', 'evaluation_interval', 'tests']);
  return {
    ruleFiles: list(file['rule_files'], 'rule_files').map((name) => string(name, 'rule_files')),
    evaluationInterval: string(file['evaluation_interval'] ?? '1m', 'evaluation_interval'),
    tests: list(file['tests'], 'tests').map((test, i) =>
      parseTest(test, `tests[${i}]`, String(file['evaluation_interval'] ?? '1m')),
    ),
  };
}

function parseTest(value: unknown, at: string, evaluationInterval: string): RulesTest {
  const test = fields(value, at, ['name', 'interval', 'input_series', 'alert_rule_test', 'promql_expr_test']);
  const result = {
    name: string(test['name'] ?? at, `${at}.name`),
    interval: string(test['interval'] ?? evaluationInterval, `${at}.interval`),
    inputSeries: list(test['input_series'] ?? [], `${at}.input_series`).map((input, i) => {
      const place = `${at}.input_series[${i}]`;
      const { series, values } = fields(input, place, ['series', 'values']);
      return { series: string(series, `${place}.series`), values: string(values, `${place}.values`) };
    }),
    alertTests: list(test['alert_rule_test'] ?? [], `${at}.alert_rule_test`).map((alert, i) =>
      parseAlertTest(alert, `${at}.alert_rule_test[${i}]`),
    ),
    exprTests: list(test['promql_expr_test'] ?? [], `${at}.promql_expr_test`).map((expr, i) =>
      parseExprTest(expr, `${at}.promql_expr_test[${i}]`),
    ),
  };
  if (result.alertTests.length + result.exprTests.length === 0)
    throw new Error(`${at} ("${result.name}") tests nothing`);
  return result;
}

function parseAlertTest(value: unknown, at: string): AlertTest {
  const test = fields(value, at, ['eval_time', 'alertname', 'exp_alerts']);
  return {
    evalTime: string(test['eval_time'], `${at}.eval_time`),
    alertname: string(test['alertname'], `${at}.alertname`),
    expected: list(test['exp_alerts'] ?? [], `${at}.exp_alerts`).map((alert, i) => {
      const place = `${at}.exp_alerts[${i}]`;
      const { exp_labels, exp_annotations } = fields(alert, place, ['exp_labels', 'exp_annotations']);
      return {
        labels: strings(exp_labels ?? {}, `${place}.exp_labels`),
        annotations: exp_annotations === undefined ? null : strings(exp_annotations, `${place}.exp_annotations`),
      };
    }),
  };
}

function parseExprTest(value: unknown, at: string): ExprTest {
  const test = fields(value, at, ['expr', 'eval_time', 'exp_samples']);
  return {
    expr: string(test['expr'], `${at}.expr`),
    evalTime: string(test['eval_time'], `${at}.eval_time`),
    expected: list(test['exp_samples'] ?? [], `${at}.exp_samples`).map((sample, i) => {
      const place = `${at}.exp_samples[${i}]`;
      const { labels, value: expected } = fields(sample, place, ['labels', 'value']);
      const number = Number(string(expected, `${place}.value`));
      if (Number.isNaN(number)) throw new Error(`${place}.value is not a number`);
      return { labels: string(labels, `${place}.labels`), value: number };
    }),
  };
}

function fields(value: unknown, at: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${at} is not a mapping`);
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`${at} has ${unknown.join(', ')}; it may have ${known.join(', ')}`);
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${at} is not a list`);
  return value;
}

function string(value: unknown, at: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${at} is not a text`);
  return value;
}

function strings(value: unknown, at: string): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${at} is not a mapping`);
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}
