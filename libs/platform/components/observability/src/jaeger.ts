/** Jaeger 1.29 all-in-one: collector, store and page in one process. It has no OTLP receiver: traces come by gRPC 14250. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  type Context,
  defineComponent,
  deployment,
  type EnvironmentValue,
  RenderError,
  resources,
  route,
  type StandardInputs,
  service,
} from '@chimera/platform-kit';

const system = systems.jaeger;
const { query, admin, 'collector-grpc': grpc, 'collector-http': http } = system.endpoints;

export interface JaegerInputs extends StandardInputs {
  /** `opensearch` waits for OpenSearch and keeps traces there; `memory` forgets them with the pod. */
  readonly storage: 'memory' | 'opensearch';
  /** Traces that the memory store keeps; without a limit it grows until the pod is killed. */
  readonly maxTraces: number;
}

export const jaeger = defineComponent<JaegerInputs>({
  system,
  inputs: {
    // The memory store is not shared: a second replica would show half of the traces.
    replicas: 1,
    resources: resources('100m', '256Mi', '500m', '512Mi'),
    service: { type: 'ClusterIP' },
    host: 'jaeger',
    // OpenSearch is not among the observability team's systems: a cluster that runs it says so.
    storage: 'memory',
    // About 8 KiB a trace of a few spans: 400 MiB.
    maxTraces: 50_000,
  },
  metrics: [{ port: admin.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'JaegerGone',
      expr: 'absent(jaeger_build_info)',
      for: '10m',
      severity: 'warning',
      summary: 'No Jaeger collector is scraped',
      runbook: {
        symptom: 'Prometheus has seen no Jaeger for ten minutes; the page does not answer and new traces are lost.',
        check:
          'kubectl -n monitoring get pods -l app.kubernetes.io/name=jaeger, then describe the pod and read its log.',
        fix: 'If it was killed for memory, lower the input maxTraces or raise the memory limit; if it cannot reach its store, see OpenSearch.',
      },
    },
    {
      alert: 'JaegerSpansDropped',
      expr: 'sum by (namespace, pod) (rate(jaeger_spans_dropped_total[5m])) > 0',
      for: '10m',
      severity: 'warning',
      summary: 'Jaeger in {{ $labels.pod }} drops {{ $value | humanize }} spans a second',
      runbook: {
        symptom: "The collector's queue is full, so that spans are thrown away and traces have holes.",
        check: 'Compare jaeger_queue_length with jaeger_queue_capacity and look at jaeger_save_latency_sum.',
        fix: 'Give the pod more CPU, or make the store faster; fewer spans help too: sample in the OpenTelemetry SDKs.',
      },
    },
    {
      alert: 'JaegerSpansNotSaved',
      expr: 'sum by (namespace, pod) (rate(jaeger_spans_saved_by_svc_total{result="err"}[5m])) > 0',
      for: '5m',
      severity: 'critical',
      summary: 'Jaeger in {{ $labels.pod }} cannot save {{ $value | humanize }} spans a second',
      runbook: {
        symptom: 'The store refuses spans that the collector has accepted; they are lost.',
        check:
          'Read the log of the pod: it names the answer of the store. Look at the health and free disk of OpenSearch.',
        fix: 'Bring the store back; a read-only index after a full disk has to be unlocked once there is room again.',
      },
    },
    {
      alert: 'JaegerQueriesFailing',
      expr: 'sum by (namespace, pod) (rate(jaeger_query_requests_total{result="err"}[5m])) / sum by (namespace, pod) (rate(jaeger_query_requests_total[5m])) > 0.05',
      for: '15m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the queries to Jaeger in {{ $labels.pod }} fail',
      runbook: {
        symptom: 'Searches on the page or in Grafana answer with an error.',
        check:
          'sum by (operation) (rate(jaeger_query_requests_total{result="err"}[5m])) tells which; the log of the pod tells why.',
        fix: 'Usually the store: see its own runbook. Narrow the time range of the search meanwhile.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    if (inputs.storage === 'memory' && inputs.replicas > 1) {
      throw new RenderError(
        'invalid-input',
        `"jaeger" on ${context.cluster.name} has ${inputs.replicas} replicas that keep traces in memory: each would show its own. Correct clusters/${context.cluster.name}/cluster.ts: one replica, or storage: 'opensearch'.`,
      );
    }
    deployment(context, {
      replicas: inputs.replicas,
      strategy: inputs.storage === 'memory' ? 'Recreate' : 'RollingUpdate',
      pod: {
        uid: 10001,
        metrics: { port: admin.port },
        volumes: { tmp: { emptyDir: '64Mi' } },
        containers: [
          {
            name: 'jaeger',
            image: system.images.server,
            env: storageEnvironment(inputs, context),
            ports: { 'collector-grpc': grpc.port, 'collector-http': http.port, query: query.port, admin: admin.port },
            resources: inputs.resources,
            mounts: { tmp: '/tmp' },
            live: { http: '/', port: admin.port },
            ready: { http: '/', port: admin.port },
          },
        ],
      },
    });
    service(context, { endpoints: [grpc, http, query], workload: 'server', input: inputs.service });
    route(context, { host: inputs.host });
  },
});

function storageEnvironment(inputs: JaegerInputs, context: Context): Record<string, EnvironmentValue> {
  if (inputs.storage === 'memory') {
    return { SPAN_STORAGE_TYPE: 'memory', MEMORY_MAX_TRACES: String(inputs.maxTraces) };
  }
  // It takes OpenSearch 1.x for Elasticsearch 7, whose protocol that speaks.
  const { url } = context.use(systems.opensearch.endpoints.http);
  const user = context.secret(systems.opensearch.secrets.agents);
  return {
    SPAN_STORAGE_TYPE: 'elasticsearch',
    ES_SERVER_URLS: url,
    ES_USERNAME: user.key('username'),
    ES_PASSWORD: user.key('password'),
  };
}
