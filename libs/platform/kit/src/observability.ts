/** What every component declares about being watched: metrics, alerts with their runbook, recording rules, dashboards. */

/** A typed reason for having none; it is printed where the thing would be. */
export interface None {
  readonly none: string;
}

export type Severity = 'critical' | 'warning' | 'info';
export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`;

/** Symptom, check and fix in a sentence or two each; they become docs/runbooks and the alert's annotations. */
export interface Runbook {
  readonly symptom: string;
  readonly check: string;
  readonly fix: string;
}

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: Duration;
  readonly severity: Severity;
  /** One line, may use `{{ $labels.x }}` and `{{ $value }}`. */
  readonly summary: string;
  readonly runbook: Runbook;
}

export interface Recording {
  /** `level:metric:operations`. */
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A Grafana dashboard that is mounted by the sidecar: any object with these. */
export interface BoardFile {
  readonly uid: string;
  readonly title: string;
  readonly folder: string;
  /** The dashboard's JSON, minified. */
  readonly json: string;
}

export interface Watched {
  /** Names of the endpoints that serve Prometheus metrics and where. */
  readonly metrics: readonly { readonly port: number; readonly path: string }[] | None;
  readonly alerts: readonly Alert[] | None;
  readonly recordings?: readonly Recording[];
  readonly boards: readonly BoardFile[] | None;
}

export function isNone(value: readonly unknown[] | None): value is None {
  return !Array.isArray(value);
}
