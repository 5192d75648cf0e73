/** The OpenTelemetry SDK, wired: resource, periodic reader, OTLP/gRPC exporter. */
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { reportOutages } from './outage-exporter.ts';

/** Who exports: it becomes `job="demo/sample-app"` and `instance`. */
export function createMeterProvider(
  exporter: PushMetricExporter,
  { intervalSec, instance }: { readonly intervalSec: number; readonly instance: string },
): MeterProvider {
  const resource = resourceFromAttributes({
    'service.name': 'sample-app',
    'service.namespace': 'demo',
    'service.instance.id': instance,
    'service.version': VERSION,
  });
  const exportIntervalMillis = intervalSec * 1000;
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis,
    exportTimeoutMillis: exportIntervalMillis,
  });
  return new MeterProvider({ resource, readers: [reader] });
}

/** Of the app: it makes `target_info`. */
const VERSION = '0.1.0';

/** Longest export: it must be over before the next one is due. */
const MAX_EXPORT_MS = 10_000;

/** Exports to an OTLP/gRPC endpoint; `log` hears of outages once. */
export function createExporter(endpoint: string, intervalSec: number, log: (line: string) => void): PushMetricExporter {
  const timeoutMillis = Math.min(MAX_EXPORT_MS, intervalSec * 900);
  return reportOutages(new OTLPMetricExporter({ url: endpoint, timeoutMillis }), log);
}
