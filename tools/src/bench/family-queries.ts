/** One representative range query for every function and operator family of PromQL, over 40 to 640 series. */

export type FamilyQuery = {
  readonly family: string;
  readonly name: string;
  readonly query: string;
  /** The same for the peers, where it has another name there. */
  readonly peers?: string;
};

const GAUGE = 'container_memory_working_set_bytes';
const OTHER = 'container_memory_usage_bytes';
const COUNTER = 'container_cpu_usage_seconds_total';
const BUCKETS = 'http_request_duration_seconds_bucket';

const OVER_TIME = ['avg', 'min', 'max', 'sum', 'count', 'last', 'stddev', 'stdvar', 'present', 'mad'];
const RANGE = ['increase', 'delta', 'irate', 'idelta', 'resets', 'changes', 'deriv'];
const AGGREGATIONS = ['sum', 'avg', 'min', 'max', 'count', 'stddev', 'stdvar', 'group'];
const MATH = ['abs', 'ceil', 'exp', 'floor', 'ln', 'log2', 'log10', 'round', 'sgn', 'sqrt'];
const ANGLES = [
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'deg',
  'rad',
];
const DATES = ['minute', 'hour', 'day_of_week', 'day_of_month', 'day_of_year', 'days_in_month', 'month', 'year'];
const ARITHMETIC = ['+', '-', '*', '/', '%', '^', 'atan2'];
const COMPARISON = ['==', '!=', '>', '<', '>=', '<='];
const SETS = ['and', 'or', 'unless'];

export const FAMILY_QUERIES: readonly FamilyQuery[] = [
  family('selector', [GAUGE, `${GAUGE} offset 1h`, `${GAUGE}{pod=~".*-1.*"}`, `last_over_time(${GAUGE}[5m] @ end())`]),
  family('range function', [
    `rate(${COUNTER}[5m])`,
    ...RANGE.map((name) => `${name}(${name === 'deriv' || name.endsWith('delta') ? GAUGE : COUNTER}[10m])`),
    ...OVER_TIME.map((name) => `${name}_over_time(${GAUGE}[10m])`),
    `quantile_over_time(0.9, ${GAUGE}[10m])`,
    `predict_linear(${GAUGE}[10m], 3600)`,
    `absent_over_time(${GAUGE}[10m])`,
  ]),
  [
    {
      family: 'range function',
      name: 'double_exponential_smoothing',
      query: `double_exponential_smoothing(${GAUGE}[10m], 0.5, 0.5)`,
      peers: `holt_winters(${GAUGE}[10m], 0.5, 0.5)`,
    },
  ],
  family('range function of an hour', [
    `rate(${COUNTER}[1h])`,
    `avg_over_time(${GAUGE}[1h])`,
    `max_over_time(${GAUGE}[1h])`,
    `stddev_over_time(${GAUGE}[1h])`,
    `quantile_over_time(0.9, ${GAUGE}[1h])`,
    `deriv(${GAUGE}[1h])`,
    `changes(${GAUGE}[1h])`,
  ]),
  family('aggregation', [
    ...AGGREGATIONS.map((name) => `${name} by (namespace) (${GAUGE})`),
    `sum without (pod, container) (${GAUGE})`,
    `quantile by (namespace) (0.9, ${GAUGE})`,
    `topk(5, ${GAUGE})`,
    `bottomk by (namespace) (2, ${GAUGE})`,
    `limitk(5, ${GAUGE})`,
    'count_values("value", kube_pod_container_status_ready)',
  ]),
  family(
    'vector and vector',
    [...ARITHMETIC, ...COMPARISON, ...SETS].map((op) => `${GAUGE} ${op} ${OTHER}`),
  ),
  family('vector and vector', [
    `${GAUGE} > bool ${OTHER}`,
    `${GAUGE} / on (namespace) group_left sum by (namespace) (${GAUGE})`,
    `sum by (namespace) (${GAUGE}) and on (namespace) ${OTHER}`,
  ]),
  family('vector and scalar', [
    ...[...ARITHMETIC, ...COMPARISON].filter((op) => op !== 'atan2').map((op) => `${GAUGE} ${op} 4e7`),
    `-${GAUGE}`,
    `${GAUGE} > bool 4e7`,
    `time() - ${GAUGE}`,
  ]),
  family('instant function', [
    ...MATH.map((name) => `${name}(${GAUGE})`),
    ...DATES.map((name) => `${name}(container_start_time_seconds)`),
    `clamp(${GAUGE}, 1e7, 5e7)`,
    `clamp_min(${GAUGE}, 1e7)`,
    `clamp_max(${GAUGE}, 5e7)`,
    `timestamp(${GAUGE})`,
    `absent(${GAUGE})`,
    `scalar(sum(${GAUGE}))`,
    'vector(time())',
    `sort(${GAUGE})`,
    `sort_desc(${GAUGE})`,
    `sort_by_label(${GAUGE}, "pod")`,
    `label_replace(${GAUGE}, "to", "$1", "pod", "(.*)-.*")`,
    `label_join(${GAUGE}, "to", "-", "pod", "namespace")`,
  ]),
  family(
    'trigonometry',
    // From 0 to 1, where all but acosh are defined: VictoriaMetrics leaves out NaN.
    ANGLES.map((name) => `${name}(${name === 'acosh' ? 'node_load1' : 'kube_pod_container_status_ready'})`),
  ),
  family('classic histogram', [
    `histogram_quantile(0.9, rate(${BUCKETS}[5m]))`,
    `histogram_quantile(0.9, sum by (le) (rate(${BUCKETS}[5m])))`,
    `histogram_fraction(0, 0.1, rate(${BUCKETS}[5m]))`,
  ]),
  family('subquery', [
    `max_over_time(rate(${COUNTER}[5m])[30m:1m])`,
    `avg_over_time(sum(${GAUGE})[1h:1m])`,
    `quantile_over_time(0.9, sum by (namespace) (${GAUGE})[30m:30s])`,
    `max_over_time(avg_over_time(${GAUGE}[5m])[30m:1m] offset 10m)`,
  ]),
].flat();

function family(name: string, queries: readonly string[]): FamilyQuery[] {
  return queries.map((query) => ({ family: name, name: query, query }));
}
