/**
 * Sends what the OpenTelemetry SDK of JavaScript sends: a counter, an up-down counter, a gauge, a histogram with bounds
 * and an exponential one, exported twice. A program of its own, as a client is.
 *
 * Usage: otel-js-sender.ts grpc|protobuf|json URL delta|cumulative gzip|none
 */
import { OTLPMetricExporter as GrpcExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import {
  AggregationTemporalityPreference,
  OTLPMetricExporter as JsonExporter,
} from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';

const [transport = '', url = '', temporality = '', compression = ''] = process.argv.slice(2);
const options = {
  url,
  temporalityPreference:
    temporality === 'delta' ? AggregationTemporalityPreference.DELTA : AggregationTemporalityPreference.CUMULATIVE,
  compression: compression === 'gzip' ? CompressionAlgorithm.GZIP : CompressionAlgorithm.NONE,
};
const exporter =
  transport === 'grpc'
    ? new GrpcExporter(options)
    : transport === 'json'
      ? new JsonExporter(options)
      : new ProtobufExporter(options);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
const provider = new MeterProvider({
  resource: resourceFromAttributes({
    'service.namespace': 'proof',
    'service.name': 'otel-js',
    'service.instance.id': `${transport}-${temporality}`,
    'host.arch': 'amd64',
  }),
  readers: [reader],
  views: [{ instrumentName: 'js.size', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
});
const meter = provider.getMeter('proof');
const requests = meter.createCounter('js.requests', { unit: '{request}', description: 'Requests.' });
const queue = meter.createUpDownCounter('js.queue');
const temperature = meter.createGauge('js.temperature', { unit: 'Cel' });
const latency = meter.createHistogram('js.latency', { unit: 's', advice: { explicitBucketBoundaries: [0.125, 1] } });
const size = meter.createHistogram('js.size', { unit: 'By' });
const route = { 'http.route': '/a' };

for (const round of [1, 2]) {
  requests.add(round === 1 ? 3 : 4, route);
  requests.add(round, { 'http.route': '/b' });
  queue.add(round === 1 ? 10 : -3);
  temperature.record(20.5 + round);
  for (const value of [0.0625, 0.5, 5]) latency.record(value * round, route);
  for (const value of [0, 1, 1.5, 700, 1_000_000]) size.record(value * round, route);
  await reader.forceFlush();
  // Two exports in one millisecond would be one sample.
  await new Promise((resolve) => setTimeout(resolve, 5));
}
// A shutdown would export the cumulative ones a third time.
process.exit();
