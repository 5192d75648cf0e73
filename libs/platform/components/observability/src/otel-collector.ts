/** OpenTelemetry collector 0.38: one address for what programs push; traces go on to Jaeger, metrics to MyTSDB. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  configMap,
  defineComponent,
  deployment,
  resources,
  type StandardInputs,
  service,
  toYaml,
} from '@chimera/platform-kit';
import { type CollectorConfigInputs, collectorConfig } from './otel-collector-config.ts';

const system = systems.otelCollector;
const { metrics, health, 'otlp-grpc': grpc, 'otlp-http': http } = system.endpoints;

export interface OtelCollectorInputs extends StandardInputs, CollectorConfigInputs {}

export const otelCollector = defineComponent<OtelCollectorInputs>({
  system,
  inputs: {
    replicas: 1,
    // The memory limiter refuses data above 200 MiB.
    resources: resources('100m', '256Mi', '500m', '320Mi'),
    service: { type: 'ClusterIP' },
    // It has no page.
    host: null,
    // OTLP is the way of seed 004's decisions; remote write only where both are to be compared.
    remoteWrite: false,
    logLevel: 'info',
  },
  metrics: [{ port: metrics.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'OtelCollectorGone',
      expr: 'absent(otelcol_process_uptime)',
      for: '10m',
      severity: 'critical',
      summary: 'No OpenTelemetry collector is scraped',
      runbook: {
        symptom:
          'Prometheus has seen no collector for ten minutes; what programs push is lost once their queues are full.',
        check:
          'kubectl -n monitoring get pods -l app.kubernetes.io/name=otel-collector, then read the log: a wrong configuration is named in its first lines.',
        fix: 'Revert the change of the configuration, or raise the memory limit when it was killed for memory.',
      },
    },
    {
      alert: 'OtelCollectorRefusesData',
      expr: 'sum by (namespace, pod, receiver) (rate(otelcol_receiver_refused_spans[5m])) > 0 or sum by (namespace, pod, receiver) (rate(otelcol_receiver_refused_metric_points[5m])) > 0',
      for: '5m',
      severity: 'warning',
      summary: 'Receiver {{ $labels.receiver }} of {{ $labels.pod }} refuses {{ $value | humanize }} items a second',
      runbook: {
        symptom: 'The memory limiter pushes back: senders retry, then drop.',
        check:
          'Compare otelcol_process_memory_rss with the limit and look at otelcol_exporter_queue_size: a full queue means a slow receiver behind.',
        fix: 'Repair what is behind (Jaeger, MyTSDB), add a replica, or raise memory_limiter and the memory limit together.',
      },
    },
    {
      alert: 'OtelCollectorExportFails',
      expr: 'sum by (namespace, pod, exporter) (rate(otelcol_exporter_send_failed_spans[5m])) > 0 or sum by (namespace, pod, exporter) (rate(otelcol_exporter_send_failed_metric_points[5m])) > 0',
      for: '10m',
      severity: 'warning',
      summary: 'Exporter {{ $labels.exporter }} of {{ $labels.pod }} loses {{ $value | humanize }} items a second',
      runbook: {
        symptom: 'What comes in does not arrive behind the collector.',
        check: 'The log of the pod names the address and the error; MyTSDB is unready while it seeds.',
        fix: 'Bring the receiver behind the exporter back: Jaeger for `jaeger`, MyTSDB for `otlp/mytsdb` and `prometheusremotewrite`.',
      },
    },
    {
      alert: 'OtelCollectorQueueGrows',
      expr: 'max by (namespace, pod, exporter) (otelcol_exporter_queue_size) > 2500',
      for: '10m',
      severity: 'warning',
      summary: '{{ $value }} batches wait in exporter {{ $labels.exporter }} of {{ $labels.pod }}; 5000 fit',
      runbook: {
        symptom: 'Data arrives late behind the collector and will be dropped when the queue is full.',
        check:
          'Look at the latency of what is behind the exporter, and whether the rate of otelcol_receiver_accepted_metric_points has risen.',
        fix: 'Add replicas, or make the receiver behind it faster.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    const config = configMap(context, 'otel-collector', {
      'config.yaml': toYaml(collectorConfig(context, inputs), 'Configuration of the OpenTelemetry collector 0.38'),
    });
    deployment(context, {
      replicas: inputs.replicas,
      pod: {
        uid: 10001,
        metrics: { port: metrics.port },
        volumes: { config },
        containers: [
          {
            name: 'otel-collector',
            image: system.images.server,
            args: ['--config=/etc/otelcol/config.yaml', `--metrics-addr=0.0.0.0:${metrics.port}`],
            ports: { 'otlp-grpc': grpc.port, 'otlp-http': http.port, metrics: metrics.port, health: health.port },
            resources: inputs.resources,
            mounts: { config: { path: '/etc/otelcol', readOnly: true } },
            live: { http: '/', port: health.port },
            ready: { http: '/', port: health.port },
          },
        ],
      },
    });
    service(context, { endpoints: [grpc, http], workload: 'server', input: inputs.service });
  },
});
