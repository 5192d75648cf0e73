/** Recording and alerting rules as the platform renders them: the groups of PrometheusRule objects. */

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  /** `0m` when absent. */
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export type Rule = RecordingRule | AlertingRule;

export interface RuleGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly Rule[];
}

export function isAlert(rule: Rule): rule is AlertingRule {
  return 'alert' in rule;
}

/** The groups of a rendered object; empty for every other kind. */
export function groupsOf(object: { readonly kind: string; readonly [field: string]: unknown }): readonly RuleGroup[] {
  if (object.kind !== 'PrometheusRule') return [];
  return (object['spec'] as { readonly groups: readonly RuleGroup[] }).groups;
}
