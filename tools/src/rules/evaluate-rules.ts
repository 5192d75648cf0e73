/** Evaluates groups of rules as Prometheus does: in order, writing what is recorded, keeping pending and firing alerts. */
import type { Engine } from '@chimera/promql-engine';
import { parseDurationMs, type ScriptStorage } from '@chimera/promql-testkit';
import {
  dropMetricName,
  type Labels,
  labelPairs,
  labelsFrom,
  labelsKey,
  METRIC_NAME,
  writeStaleAt,
} from '@chimera/tsdb-model';
import { AppendCounts } from '@chimera/tsdb-storage';
import { expandTemplate } from './expand-template.ts';
import { type AlertingRule, isAlert, type RecordingRule, type Rule, type RuleGroup } from './rule-group.ts';

export interface ActiveAlert {
  /** With the rule's own labels, without `alertname`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RuleEvaluation {
  /** Evaluates all groups at a time, Unix ms; times must rise. Throws an Error that names the rule that failed. */
  evaluate(timeMs: number): Promise<void>;
  /** What fires since the last evaluation. Throws an Error for an alert that no group has. */
  firing(alertname: string): readonly ActiveAlert[];
}

type Alive = ActiveAlert & { readonly sinceMs: number; firing: boolean; seriesLabels: readonly Labels[] };

/** What one rule remembers between evaluations. */
interface RuleState {
  readonly rule: Rule;
  recorded: ReadonlyMap<string, Labels>;
  alive: ReadonlyMap<string, Alive>;
}

export function evaluateRules(engine: Engine, storage: ScriptStorage, groups: readonly RuleGroup[]): RuleEvaluation {
  const states: RuleState[] = groups.flatMap(({ rules }) =>
    rules.map((rule) => ({ rule, recorded: new Map(), alive: new Map() })),
  );
  return {
    async evaluate(timeMs) {
      for (const state of states) {
        const { rule } = state;
        const name = isAlert(rule) ? rule.alert : rule.record;
        try {
          const samples = await vector(engine, storage, rule.expr, timeMs);
          if (isAlert(rule)) state.alive = alerts(storage, rule, state.alive, samples, timeMs);
          else state.recorded = record(storage, rule, state.recorded, samples, timeMs);
        } catch (error) {
          throw new Error(`${name} at ${timeMs / 60_000} min: ${error instanceof Error ? error.message : error}`);
        }
      }
    },
    firing(alertname) {
      const known = states.filter(({ rule }) => isAlert(rule) && rule.alert === alertname);
      if (known.length === 0) throw new Error(`no rule is called ${alertname}`);
      return known.flatMap(({ alive }) => [...alive.values()].filter(({ firing }) => firing));
    },
  };
}

type Sample = { readonly labels: Labels; readonly value: number };

/** An expression's samples at a time; a scalar is one without labels. */
export async function vector(
  engine: Engine,
  storage: ScriptStorage,
  expr: string,
  timeMs: number,
): Promise<readonly Sample[]> {
  const { value } = await engine.instant(storage, expr, timeMs, { now: () => 0, isCancelled: () => false });
  if (value.type === 'scalar') return [{ labels: labelsFrom([]), value: value.value }];
  if (value.type !== 'vector') throw new Error(`the expression is a ${value.type}, not an instant vector`);
  return value.samples;
}

function record(
  storage: ScriptStorage,
  rule: RecordingRule,
  before: ReadonlyMap<string, Labels>,
  samples: readonly Sample[],
  timeMs: number,
): ReadonlyMap<string, Labels> {
  const now = new Map<string, Labels>();
  for (const sample of samples) {
    const labels = withLabels(sample.labels, { ...rule.labels, [METRIC_NAME]: rule.record });
    const key = labelsKey(labels);
    if (now.has(key)) throw new Error('two samples have the same labels once the rule has set its own');
    now.set(key, labels);
    append(storage, labels, timeMs, sample.value);
  }
  for (const [key, labels] of before) if (!now.has(key)) append(storage, labels, timeMs, 'stale');
  return now;
}

function alerts(
  storage: ScriptStorage,
  rule: AlertingRule,
  before: ReadonlyMap<string, Alive>,
  samples: readonly Sample[],
  timeMs: number,
): ReadonlyMap<string, Alive> {
  const holdMs = parseDurationMs(rule.for ?? '0m');
  const now = new Map<string, Alive>();
  for (const { labels: sampleLabels, value } of samples) {
    const data = { labels: Object.fromEntries(labelPairs(sampleLabels)), value };
    const own = mapValues(rule.labels ?? {}, (text) => expandTemplate(text, data));
    const labels = withLabels(dropMetricName(sampleLabels), own);
    const key = labelsKey(labels);
    if (now.has(key)) throw new Error('two samples have the same labels once the rule has set its own');
    const sinceMs = before.get(key)?.sinceMs ?? timeMs;
    const firing = timeMs - sinceMs >= holdMs;
    const identity = withLabels(labels, { alertname: rule.alert });
    const seriesLabels = [
      withLabels(identity, { [METRIC_NAME]: 'ALERTS', alertstate: firing ? 'firing' : 'pending' }),
      withLabels(identity, { [METRIC_NAME]: 'ALERTS_FOR_STATE' }),
    ];
    append(storage, seriesLabels[0] as Labels, timeMs, 1);
    append(storage, seriesLabels[1] as Labels, timeMs, sinceMs / 1000);
    now.set(key, {
      labels: Object.fromEntries(labelPairs(labels)),
      annotations: mapValues(rule.annotations ?? {}, (text) => expandTemplate(text, data)),
      sinceMs,
      firing,
      seriesLabels,
    });
  }
  const written = new Set([...now.values()].flatMap(({ seriesLabels }) => seriesLabels.map(labelsKey)));
  for (const { seriesLabels } of before.values()) {
    for (const labels of seriesLabels) if (!written.has(labelsKey(labels))) append(storage, labels, timeMs, 'stale');
  }
  return now;
}

function withLabels(labels: Labels, more: Readonly<Record<string, string>>): Labels {
  return labelsFrom(Object.entries({ ...Object.fromEntries(labelPairs(labels)), ...more }));
}

function append(storage: ScriptStorage, labels: Labels, timeMs: number, value: number | 'stale'): void {
  const ref = storage.series(labels);
  if (typeof ref !== 'number') throw new Error(`the store refused ${labels}: ${ref.message}`);
  const values = new Float64Array(1);
  if (value === 'stale') writeStaleAt(new Uint32Array(values.buffer), 0);
  else values[0] = value;
  const counts = new AppendCounts();
  storage.append(ref, Float64Array.of(timeMs), values, 0, 1, counts);
  if (counts.firstRejection !== null) throw new Error(`the store refused ${labels}: ${counts.firstRejection.message}`);
}

function mapValues(
  record: Readonly<Record<string, string>>,
  map: (value: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
