/** What is known of a metric family: served at `/api/v1/metadata`. */
export type MetricType =
  | 'counter'
  | 'gauge'
  | 'histogram'
  | 'gaugehistogram'
  | 'summary'
  | 'info'
  | 'stateset'
  | 'unknown';

export type MetricMetadata = { readonly type: MetricType; readonly help: string; readonly unit: string };
