/** Versions of the observability team's systems. */
import { image } from '../image-of.ts';
import { rowsOf, type SupportRow } from './row.ts';

const row = rowsOf('observability');

export const observability: readonly SupportRow[] = [
  row('prometheus', 'Prometheus', '3.1.0', {
    pinned: '3.1.0',
    images: [image('quay.io/prometheus/prometheus', 'v3.1.0', 'upstream')],
  }),
  row('prom-operator', 'Prometheus operator', '0.85.0', {
    images: [
      image('quay.io/prometheus-operator/prometheus-operator', 'v0.85.0', 'seen'),
      image('quay.io/prometheus-operator/prometheus-config-reloader', 'v0.85.0', 'seen'),
    ],
  }),
  row('alertmanager', 'Alertmanager', '0.28.0', {
    images: [image('quay.io/prometheus/alertmanager', 'v0.28.0', 'unchecked')],
  }),
  row('grafana', 'Grafana', '7.5.5', {
    pinned: '7.5.5',
    images: [image('grafana/grafana', '7.5.5', 'seen')],
    note: 'of 2021: never exposed without the login middleware',
  }),
  row('dashboard-sidecar', 'Dashboard sidecar', '1.30.0', {
    images: [image('quay.io/kiwigrid/k8s-sidecar', '1.30.0', 'seen')],
  }),
  row('jaeger', 'Jaeger', '1.29.0', {
    pinned: '1.29.0',
    images: [image('jaegertracing/all-in-one', '1.29.0', 'seen')],
    note: 'of 2021: behind the login middleware',
  }),
  row('fluentd', 'Fluentd', '1.17.1', {
    images: [image('fluent/fluentd-kubernetes-daemonset', 'v1.17.1-debian-opensearch-amd64-1.0', 'seen')],
  }),
  row('otelcol', 'OpenTelemetry collector', '0.38.0', {
    pinned: '0.38',
    images: [image('otel/opentelemetry-collector', '0.38.0', 'seen')],
    note: 'of 2021: cluster-internal; the core distribution has all that is used',
  }),
  row('node-exporter', 'node-exporter', '1.8.2', {
    images: [image('quay.io/prometheus/node-exporter', 'v1.8.2', 'unchecked')],
  }),
  row('ksm', 'kube-state-metrics', '2.18.0', {
    images: [image('registry.k8s.io/kube-state-metrics/kube-state-metrics', 'v2.18.0', 'seen')],
    note: 'the first with client-go 1.34',
  }),
  row('cadvisor', 'cAdvisor', '0.49.1', {
    images: [image('gcr.io/cadvisor/cadvisor', 'v0.49.1', 'unchecked')],
    note: 'compose only; on Kubernetes it is part of the kubelet',
  }),
  row('statsd-exporter', 'statsd_exporter', '0.28.0', { images: [image('prom/statsd-exporter', 'v0.28.0', 'seen')] }),
  row('pushgateway', 'Pushgateway', '1.11.3', { images: [image('prom/pushgateway', 'v1.11.3', 'seen')] }),
  row('postgres-exporter', 'postgres_exporter', '0.16.0', {
    images: [image('quay.io/prometheuscommunity/postgres-exporter', 'v0.16.0', 'seen')],
    note: 'tested upstream with PostgreSQL 11 to 16',
  }),
  row('other-exporters', 'Exporters of Redis, MySQL, Kafka, Elasticsearch and the JVM', 'several', {
    images: [
      image('oliver006/redis_exporter', 'v1.67.0', 'unchecked'),
      image('prom/mysqld-exporter', 'v0.16.0', 'unchecked'),
      image('danielqsj/kafka-exporter', 'v1.9.0', 'unchecked'),
      image('quay.io/prometheuscommunity/elasticsearch-exporter', 'v1.8.0', 'unchecked'),
    ],
    artifacts: ['io.prometheus.jmx:jmx_prometheus_javaagent:1.1.0'],
  }),
  row('insights', 'Insights', 'own', { note: 'dashboards and rules' }),
  row('mytsdb', 'MyTSDB', 'own', { built: 'node', note: 'seed 004’s is C++' }),
  row('k8s-seed', 'Seeder of MyTSDB', 'own', { built: 'node', note: 'a program in MyTSDB’s image' }),
  row('sample-app', 'Sample application', 'own', { built: 'node' }),
];
