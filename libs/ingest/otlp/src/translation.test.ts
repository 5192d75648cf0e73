/** The options of Prometheus' `otlp` section, and start times, through the whole decoder. */
import { formatLabels } from '@chimera/tsdb-model';
import { createMemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { expect, it } from 'vitest';
import { type OtlpDecoderOptions, OtlpMetricsDecoder } from './decode-metrics.ts';
import { jsonToProtobuf } from './json/json-to-protobuf.ts';
import { DEFAULT_OTLP_LIMITS } from './limits.ts';
import { DEFAULT_TRANSLATION, type OtlpTranslation } from './translation.ts';

const T = 1_760_000_000_000;

function attributes(of: Record<string, string>) {
  return Object.entries(of).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

const RESOURCE = {
  attributes: attributes({
    'service.name': 'shop',
    'service.namespace': 'web',
    'service.instance.id': 'i-1',
    'k8s.pod.name': 'pod-1',
    'host.name': 'h',
  }),
};

type Metric = Record<string, unknown>;

function request(metrics: readonly Metric[]): Uint8Array {
  const scope = { name: 'lib', version: '1.2', attributes: attributes({ 'team.name': 'a', 'host.name': 'scope' }) };
  return jsonToProtobuf(
    Buffer.from(
      JSON.stringify({ resourceMetrics: [{ resource: RESOURCE, scopeMetrics: [{ scope, schemaUrl: 'u', metrics }] }] }),
    ),
  );
}

const sum = (value: number, at: number, start: number, name = 'requests', temporality = 2): Metric => {
  const times = { timeUnixNano: `${T + at}000000`, startTimeUnixNano: `${T + start}000000` };
  const dataPoints = [
    { ...times, asDouble: value, attributes: attributes({ 'http.method': 'GET', 'host.name': 'p' }) },
  ];
  return { name, unit: '', sum: { dataPoints, aggregationTemporality: temporality, isMonotonic: true } };
};

async function decode(options: Partial<OtlpDecoderOptions>, ...requests: (readonly Metric[])[]) {
  const store = createMemoryStorage();
  const decoder = new OtlpMetricsDecoder(store, DEFAULT_OTLP_LIMITS, options);
  const counts = requests.map((metrics) => decoder.decode(request(metrics)).counts);
  const range = { minMs: -Infinity, maxMs: Infinity };
  const set = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  const series: Record<string, string> = {};
  set.labels.forEach((labels, i) => {
    set.read(i, range, buffer);
    const samples = Array.from({ length: buffer.count }, (_, k) => {
      const value = buffer.histograms?.[k]?.count ?? buffer.values[k];
      const start = buffer.startTimestamps?.[k] ?? 0;
      return `${(buffer.timestamps[k] as number) - T}=${value}${start > 0 ? ` since ${start - T}` : ''}`;
    });
    series[formatLabels(labels)] = samples.join(', ');
  });
  return { series, counts };
}

const translated = async (options: Partial<OtlpTranslation>): Promise<string[]> => {
  const translation = { ...DEFAULT_TRANSLATION, ...options };
  return Object.keys((await decode({ translation }, [sum(1, 0, -1)])).series);
};

const JOB = 'instance="i-1", job="web/shop"';

it.each<[Partial<OtlpTranslation>, string[]]>([
  [
    {},
    [
      `requests_total{host_name="p", http_method="GET", ${JOB}}`,
      `target_info{host_name="h", ${JOB}, k8s_pod_name="pod-1"}`,
    ],
  ],
  [
    { strategy: 'UnderscoreEscapingWithoutSuffixes' },
    [`requests{host_name="p", http_method="GET", ${JOB}}`, `target_info{host_name="h", ${JOB}, k8s_pod_name="pod-1"}`],
  ],
  [
    { strategy: 'NoUTF8EscapingWithSuffixes' },
    [
      `requests_total{"host.name"="p", "http.method"="GET", ${JOB}}`,
      `target_info{"host.name"="h", ${JOB}, "k8s.pod.name"="pod-1"}`,
    ],
  ],
  [
    { strategy: 'NoTranslation' },
    [
      `requests{"host.name"="p", "http.method"="GET", ${JOB}}`,
      `target_info{"host.name"="h", ${JOB}, "k8s.pod.name"="pod-1"}`,
    ],
  ],
  [
    { promoteResourceAttributes: new Set(['k8s.pod.name', 'host.name', 'absent']) },
    [
      `requests_total{host_name="p", http_method="GET", ${JOB}, k8s_pod_name="pod-1"}`,
      `target_info{host_name="h", ${JOB}, k8s_pod_name="pod-1"}`,
    ],
  ],
  [
    { promoteResourceAttributes: 'all', ignoreResourceAttributes: new Set(['k8s.pod.name', 'service.instance.id']) },
    [
      `requests_total{host_name="p", http_method="GET", ${JOB}, service_name="shop", service_namespace="web"}`,
      `target_info{host_name="h", ${JOB}, k8s_pod_name="pod-1"}`,
    ],
  ],
  [
    { keepIdentifyingResourceAttributes: true },
    [
      `requests_total{host_name="p", http_method="GET", ${JOB}}`,
      `target_info{host_name="h", ${JOB}, k8s_pod_name="pod-1", service_instance_id="i-1", service_name="shop", service_namespace="web"}`,
    ],
  ],
  [
    { promoteScopeMetadata: true },
    [
      `requests_total{host_name="p", http_method="GET", ${JOB}, otel_scope_host_name="scope", otel_scope_name="lib", otel_scope_schema_url="u", otel_scope_team_name="a", otel_scope_version="1.2"}`,
      `target_info{host_name="h", ${JOB}, k8s_pod_name="pod-1"}`,
    ],
  ],
])('%j', async (options, expected) => {
  expect((await translated(options)).sort()).toEqual([...expected].sort());
});

const counter = (series: Record<string, string>, name = 'requests_total'): string | undefined =>
  Object.entries(series).find(([labels]) => labels.startsWith(`${name}{`))?.[1];

it('a new start time puts a zero there, when that is asked for', async () => {
  const requests = [[sum(5, 10, 0)], [sum(7, 20, 0)], [sum(1, 40, 30)]];
  const zeros = await decode({ starts: { keep: false, zeroIngestion: true } }, ...requests);
  expect(counter(zeros.series)).toBe('0=0, 10=5, 20=7, 30=0, 40=1');
  // Nobody sent the zeros: they are not counted.
  expect(zeros.counts.map(({ accepted }) => accepted)).toEqual([1, 1, 1]);
  expect(counter((await decode({}, ...requests)).series)).toBe('10=5, 20=7, 40=1');
});

it('differences and points that start when they end have no zero', async () => {
  const options = { starts: { keep: true, zeroIngestion: true } };
  const { series } = await decode(options, [sum(5, 10, 0, 'd', 1), sum(5, 10, 10, 'same'), sum(5, 10, 20, 'later')]);
  expect(counter(series, 'd_total')).toBe('10=5');
  expect(counter(series, 'same_total')).toBe('10=5');
  expect(counter(series, 'later_total')).toBe('10=5');
});

it('start times are kept beside the samples of all kinds that count, when that is asked for', async () => {
  const times = { timeUnixNano: `${T + 10}000000`, startTimeUnixNano: `${T}000000` };
  const histogram = { ...times, count: '3', sum: 6, bucketCounts: ['1', '2'], explicitBounds: [1] };
  const exponential = { ...times, count: '3', sum: 6, scale: 0, positive: { offset: 0, bucketCounts: ['3'] } };
  const metrics: Metric[] = [
    sum(5, 10, 0),
    { name: 'g', gauge: { dataPoints: [{ ...times, asDouble: 1 }] } },
    { name: 'h', histogram: { dataPoints: [histogram], aggregationTemporality: 2 } },
    { name: 'e', exponentialHistogram: { dataPoints: [exponential], aggregationTemporality: 2 } },
    { name: 's', summary: { dataPoints: [{ ...times, count: '2', sum: 3, quantileValues: [] }] } },
  ];
  const { series } = await decode({ starts: { keep: true, zeroIngestion: true } }, metrics);
  expect(counter(series)).toBe('0=0, 10=5 since 0');
  expect(counter(series, 'g')).toBe('10=1');
  expect(counter(series, 'h_count')).toBe('0=0, 10=3 since 0');
  expect(counter(series, 'h_bucket')).toBe('0=0, 10=1 since 0');
  expect(counter(series, 'e')).toBe('0=0, 10=3 since 0');
  expect(counter(series, 's_count')).toBe('0=0, 10=2 since 0');
});
