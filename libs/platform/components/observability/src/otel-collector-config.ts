/** The configuration of the OpenTelemetry collector 0.38: its names are of that release, later ones differ. */
import { systems } from '@chimera/platform-catalog';
import type { Context } from '@chimera/platform-kit';

export interface CollectorConfigInputs {
  /** A second way of the metrics to MyTSDB, by Prometheus remote write, as another job. */
  readonly remoteWrite: boolean;
  /** Log level of the collector and of its `logging` exporter. */
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/**
 * Traces go to Jaeger by gRPC (1.29 has no OTLP receiver), metrics to MyTSDB by OTLP. `health_check` must be configured and listed;
 * without `tls.insecure` the exporters ask for TLS; the address of its own metrics is a flag, not a setting.
 */
export function collectorConfig(context: Context, { remoteWrite, logLevel }: CollectorConfigInputs): object {
  const jaeger = context.use(systems.jaeger.endpoints['collector-grpc']);
  // MyTSDB seeds for a while; until it is ready the exporter queues and retries.
  const mytsdb = context.use(systems.mytsdb.endpoints.otlp, { wait: false });
  const { health } = systems.otelCollector.endpoints;
  const base = ['memory_limiter', 'batch'];
  return {
    extensions: { health_check: { endpoint: `0.0.0.0:${health.port}` } },
    receivers: { otlp: { protocols: { grpc: {}, http: {} } } },
    processors: {
      memory_limiter: { check_interval: '1s', limit_mib: MEMORY_LIMIT_MIB, spike_limit_mib: 40 },
      batch: {},
      ...(remoteWrite && { resource: { attributes: RENAMED } }),
    },
    exporters: {
      logging: { loglevel: logLevel },
      jaeger: { endpoint: jaeger.address, tls: { insecure: true } },
      'otlp/mytsdb': { endpoint: mytsdb.address, tls: { insecure: true } },
      ...(remoteWrite && {
        prometheusremotewrite: {
          endpoint: `${context.use(systems.mytsdb.endpoints.http, { wait: false }).url}/api/v1/write`,
        },
      }),
    },
    service: {
      extensions: ['health_check'],
      telemetry: { logs: { level: logLevel } },
      pipelines: {
        traces: { receivers: ['otlp'], processors: base, exporters: ['jaeger', 'logging'] },
        metrics: { receivers: ['otlp'], processors: base, exporters: ['otlp/mytsdb', 'logging'] },
        ...(remoteWrite && {
          'metrics/rw': {
            receivers: ['otlp'],
            processors: ['memory_limiter', 'resource', 'batch'],
            exporters: ['prometheusremotewrite'],
          },
        }),
      },
    },
  };
}

/** Above it the collector refuses data; the container's limit leaves room for a garbage collection. */
export const MEMORY_LIMIT_MIB = 200;

/**
 * The two ways must differ in `job`. This release's exporter makes labels of the resource attributes `job` and `instance` only,
 * not of `service.name`; it also writes names as they come, without unit and `_total`.
 */
const RENAMED = [
  { key: 'service.name', value: 'sample-app-rw', action: 'upsert' },
  { key: 'job', value: 'sample-app-rw', action: 'upsert' },
  { key: 'instance', from_attribute: 'service.instance.id', action: 'upsert' },
];
