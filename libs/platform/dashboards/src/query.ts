/** A PromQL query of a panel. */

export type Query = {
  readonly expr: string;
  /** Grafana's legend template, `{{label}}` in it; empty shows all labels. */
  readonly legend: string;
  /** The value now instead of a range: tables and bar gauges. */
  readonly instant: boolean;
  /** Why an empty answer is no fault; only for what is absent while all is well. */
  readonly mayBeEmpty: string | null;
};

export type QueryOptions = { readonly legend?: string; readonly instant?: boolean; readonly mayBeEmpty?: string };

export function query(expr: string, legend = '', options: Omit<QueryOptions, 'legend'> = {}): Query {
  return { expr, legend, instant: options.instant ?? false, mayBeEmpty: options.mayBeEmpty ?? null };
}

/** Errors and failures: a counter that a healthy system may never have shown. */
export function errorQuery(expr: string, legend: string, mayBeEmpty: string): Query {
  return query(expr, legend, { mayBeEmpty });
}
