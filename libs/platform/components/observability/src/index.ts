/** Components of the observability team. */
export { fluentd } from './fluentd.ts';
export { jaeger } from './jaeger.ts';
export { mytsdb } from './mytsdb.ts';
export { otelCollector } from './otel-collector.ts';
export { pushgateway } from './pushgateway.ts';
export { sampleApp } from './sample-app.ts';
