/** Components of the observability team. */
export { alertSink } from './alert-sink.ts';
export { alertmanager } from './alertmanager.ts';
export { fluentd } from './fluentd.ts';
export { grafana } from './grafana.ts';
export { insights } from './insights.ts';
export { jaeger } from './jaeger.ts';
export { kubeStateMetrics } from './kube-state-metrics.ts';
export { mytsdb } from './mytsdb.ts';
export { nodeExporter } from './node-exporter.ts';
export { otelCollector } from './otel-collector.ts';
export { prometheus } from './prometheus.ts';
export { prometheusCrds } from './prometheus-crds.ts';
export { prometheusOperator } from './prometheus-operator.ts';
export { pushgateway } from './pushgateway.ts';
export { sampleApp } from './sample-app.ts';
export { sharedConfig } from './shared-config.ts';
