/** What Grafana's data source is asked about: counters, both kinds of histograms, exemplars, and a label name that is UTF-8. */

/** The last time, Unix seconds; samples each 15 s in the half hour before. */
export const NOW_S = 1_700_000_000;
export const FROM_S = NOW_S - 1_800;
export const STEP_S = 15;
const STEPS = 121;

/** Requests that feed MyTSDB, to its port of the API. */
export type Feed = { readonly path: string; readonly contentType: string; readonly body: string };

/** Pods by namespace and service. Each has one request a second. */
const PODS = [
  { namespace: 'shop', service: 'cart', pod: 'cart-0' },
  { namespace: 'shop', service: 'cart', pod: 'cart-1' },
  { namespace: 'shop', service: 'pay', pod: 'pay-0' },
  { namespace: 'infra', service: 'dns', pod: 'dns-0' },
] as const;

/** Growth of the buckets at each step: the median is 0.3 s. */
const BUCKETS = { '0.1': 1, '0.5': 3, '+Inf': 4 } as const;

/** By bucket, seconds after {@link FROM_S}: trace and value of an exemplar. */
const EXEMPLARS: Readonly<Record<string, readonly (readonly [number, string, number])[]>> = {
  '0.1': [[900.25, '0af7651916cd43dd', 0.067]],
  '+Inf': [[1_200.5, '8448eb211c80319c', 2.5]],
};

/** Sent in this order. */
export const FEED: readonly Feed[] = [
  {
    path: '/api/v1/import/prometheus',
    contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
    body: openMetrics(),
  },
  { path: '/api/v1/otlp/v1/metrics', contentType: 'application/json', body: JSON.stringify(exponentialHistogram()) },
];

function openMetrics(): string {
  const lines = ['# TYPE http_requests counter', '# HELP http_requests Requests served.'];
  for (const { namespace, service, pod } of PODS) {
    const labels = `{namespace="${namespace}",service="${service}",pod="${pod}"}`;
    for (let i = 0; i < STEPS; i++) lines.push(`http_requests_total${labels} ${i * STEP_S} ${FROM_S + STEP_S * i}`);
  }
  lines.push('# TYPE latency_seconds histogram');
  for (const [le, growth] of Object.entries(BUCKETS)) {
    for (let i = 0; i < STEPS; i++) {
      const due = EXEMPLARS[le]?.find(([after]) => Math.floor(after / STEP_S) === i);
      const exemplar = due === undefined ? '' : ` # {trace_id="${due[1]}"} ${due[2]} ${FROM_S + due[0]}`;
      lines.push(`latency_seconds_bucket{le="${le}",service="cart"} ${i * growth} ${FROM_S + STEP_S * i}${exemplar}`);
    }
  }
  for (let i = 0; i < STEPS; i++) lines.push(`latency_seconds_count{service="cart"} ${4 * i} ${FROM_S + STEP_S * i}`);
  lines.push('# TYPE utf gauge', `utf{"http.path"="/a"} 1 ${NOW_S - 30}`, '# EOF', '');
  return lines.join('\n');
}

/** OTLP in JSON: one observation of 1.5 and two of 3 more at each step, in buckets of powers of two. */
function exponentialHistogram(): object {
  const dataPoints = Array.from({ length: STEPS }, (_, i) => ({
    ...{ timeUnixNano: `${FROM_S + STEP_S * i}000000000`, startTimeUnixNano: `${FROM_S}000000000` },
    ...{ count: `${3 * i}`, sum: 7.5 * i, scale: 0, zeroCount: '0' },
    positive: { offset: 0, bucketCounts: [`${i}`, `${2 * i}`] },
  }));
  const metrics = [{ name: 'size', unit: 'By', exponentialHistogram: { aggregationTemporality: 2, dataPoints } }];
  return { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] };
}
