/** The metrics of the random data sets: their names, labels and shapes; queries draw from the same table. */

/** How a metric's values run. */
export type Shape =
  | 'gauge'
  /** Few different values, so that comparisons and ranks meet equals. */
  | 'level'
  /** NaN, infinities, zeros of both signs among small numbers. */
  | 'extreme'
  /** The greatest and the smallest numbers there are, which swallow others. */
  | 'huge'
  | 'counter'
  /** Cumulative counts over `le`. */
  | 'buckets'
  /** Unix seconds, all over the calendar. */
  | 'times'
  /** Always 1. */
  | 'info'
  | 'exponential-histogram'
  | 'custom-histogram'
  /** Floats and native histograms in one series. */
  | 'mixed';

export type Family = {
  readonly name: string;
  readonly shape: Shape;
  /** Values of each label; the series are all combinations. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
};

const JOB = ['api', 'db'];
const INSTANCE = ['a', 'b', 'c'];

export const FLOAT_FAMILIES: readonly Family[] = [
  { name: 'temperature', shape: 'gauge', labels: { job: JOB, instance: INSTANCE } },
  { name: 'queue_length', shape: 'level', labels: { job: JOB, instance: INSTANCE, mode: ['x', 'y'] } },
  { name: 'up', shape: 'level', labels: { job: JOB, instance: INSTANCE } },
  { name: 'odd', shape: 'extreme', labels: { job: JOB, instance: ['a', 'b'] } },
  { name: 'huge', shape: 'huge', labels: { job: JOB } },
  { name: 'requests_total', shape: 'counter', labels: { job: JOB, instance: INSTANCE, code: ['200', '500'] } },
  { name: 'errors_total', shape: 'counter', labels: { job: JOB, instance: INSTANCE } },
  {
    name: 'latency_bucket',
    shape: 'buckets',
    labels: { job: JOB, instance: ['a', 'b'], le: ['0.1', '0.5', '1', '2.5', '+Inf'] },
  },
  { name: 'odd_bucket', shape: 'buckets', labels: { job: JOB, le: ['-1', '0', '1e0', '10', '+Inf', 'many'] } },
  { name: 'started_seconds', shape: 'times', labels: { job: JOB, instance: INSTANCE } },
  { name: 'build_info', shape: 'info', labels: { job: JOB, version: ['1.0'] } },
  { name: 'target_info', shape: 'info', labels: { job: JOB, instance: INSTANCE, region: ['eu'] } },
  { name: 'my.metric', shape: 'gauge', labels: { job: ['api'], 'my.label': ['x', 'y'] } },
];

export const HISTOGRAM_FAMILIES: readonly Family[] = [
  { name: 'size', shape: 'exponential-histogram', labels: { job: JOB, instance: INSTANCE } },
  { name: 'duration', shape: 'custom-histogram', labels: { job: JOB, instance: ['a', 'b'] } },
  { name: 'mixture', shape: 'mixed', labels: { job: JOB, instance: ['a', 'b'] } },
];

/** Names that groupings and matchings draw from. */
export const LABEL_NAMES = ['job', 'instance', 'mode', 'code', 'le', 'version', '__name__', 'missing'] as const;

/** Label sets of a family, labels by name. */
export function seriesLabels(family: Family): Readonly<Record<string, string>>[] {
  let sets: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries(family.labels)) {
    sets = sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value })));
  }
  return sets;
}
