/** Systems of the observability team. */
import { describeSystem, fixed, random } from '@chimera/platform-kit';
import { image, ownImage } from '../image-of.ts';

const team = 'observability';
const OLD = 'release of 2021: reachable only behind the login middleware';

const receiverAddress = () =>
  fixed('http://receiver.invalid/', 'placeholder until the owner of the channel stores the real address');

export const alertSink = describeSystem({
  name: 'alert-sink',
  title: 'Alert sink',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  // A few lines of ours on the Node that MyTSDB's image has.
  images: { server: ownImage('mytsdb') },
  endpoints: { web: { port: 9099, protocol: 'http' } },
});

export const sharedConfig = describeSystem({
  name: 'shared-config',
  title: 'Shared configuration',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: {},
  endpoints: {},
});

export const prometheusCrds = describeSystem({
  name: 'prometheus-crds',
  title: "Prometheus operator's definitions",
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: {},
  endpoints: {},
  stateful: true,
});

export const prometheusOperator = describeSystem({
  name: 'prometheus-operator',
  title: 'Prometheus operator',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: {
    operator: image('quay.io/prometheus-operator/prometheus-operator', 'v0.85.0', 'seen'),
    reloader: image('quay.io/prometheus-operator/prometheus-config-reloader', 'v0.85.0', 'seen'),
  },
  endpoints: { metrics: { port: 8080, protocol: 'http' } },
});

export const prometheus = describeSystem({
  name: 'prometheus',
  title: 'Prometheus',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: { server: image('quay.io/prometheus/prometheus', 'v3.1.0', 'upstream') },
  endpoints: { web: { port: 9090, protocol: 'http' }, reloader: { port: 8080, protocol: 'http', podOnly: true } },
  page: { host: 'prometheus', endpoint: 'web', login: 'middleware' },
  stateful: true,
});

export const alertmanager = describeSystem({
  name: 'alertmanager',
  title: 'Alertmanager',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: { server: image('quay.io/prometheus/alertmanager', 'v0.28.0', 'unchecked') },
  endpoints: { web: { port: 9093, protocol: 'http' }, reloader: { port: 8080, protocol: 'http', podOnly: true } },
  secrets: {
    /** One address per team, and one that watches the watcher. kind-local sends to the alert sink and needs none. */
    receivers: {
      name: 'alertmanager-receivers',
      values: {
        'api-ecosystem': receiverAddress(),
        observability: receiverAddress(),
        'data-management': receiverAddress(),
        'data-processing': receiverAddress(),
        'ai-ml': receiverAddress(),
        watchdog: receiverAddress(),
      },
    },
  },
  page: { host: 'alertmanager', endpoint: 'web', login: 'middleware' },
});

export const grafana = describeSystem({
  name: 'grafana',
  title: 'Grafana',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: {
    server: image('grafana/grafana', '7.5.5', 'seen', OLD),
    sidecar: image('quay.io/kiwigrid/k8s-sidecar', '1.30.0', 'seen'),
  },
  endpoints: { web: { port: 3000, protocol: 'http' }, sidecar: { port: 8080, protocol: 'http', podOnly: true } },
  secrets: { admin: { name: 'grafana-secret', values: { GF_SECURITY_ADMIN_PASSWORD: random(32) } } },
  page: { host: 'grafana', endpoint: 'web', login: 'middleware' },
  stateful: true,
});

export const insights = describeSystem({
  name: 'insights',
  title: 'Infrastructure and application insights',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: {},
  endpoints: {},
});

export const jaeger = describeSystem({
  name: 'jaeger',
  title: 'Jaeger',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: { server: image('jaegertracing/all-in-one', '1.29.0', 'seen', OLD) },
  endpoints: {
    'collector-grpc': { port: 14250, protocol: 'grpc' },
    'collector-http': { port: 14268, protocol: 'http' },
    query: { port: 16686, protocol: 'http' },
    admin: { port: 14269, protocol: 'http', podOnly: true },
  },
  page: { host: 'jaeger', endpoint: 'query', login: 'middleware' },
});

export const otelCollector = describeSystem({
  name: 'otel-collector',
  title: 'OpenTelemetry collector',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: { server: image('otel/opentelemetry-collector', '0.38.0', 'seen', 'release of 2021: cluster-internal') },
  endpoints: {
    'otlp-grpc': { port: 4317, protocol: 'grpc' },
    'otlp-http': { port: 4318, protocol: 'http' },
    metrics: { port: 8888, protocol: 'http', podOnly: true },
    health: { port: 13133, protocol: 'http', podOnly: true },
  },
});

export const nodeExporter = describeSystem({
  name: 'node-exporter',
  title: 'node-exporter',
  team,
  namespace: 'node-agents',
  scope: 'end-to-end',
  images: { server: image('quay.io/prometheus/node-exporter', 'v1.8.2', 'unchecked') },
  endpoints: { metrics: { port: 9100, protocol: 'http', podOnly: true } },
});

export const kubeStateMetrics = describeSystem({
  name: 'kube-state-metrics',
  title: 'kube-state-metrics',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: { server: image('registry.k8s.io/kube-state-metrics/kube-state-metrics', 'v2.18.0', 'seen') },
  endpoints: { metrics: { port: 8080, protocol: 'http' }, telemetry: { port: 8081, protocol: 'http' } },
});

export const pushgateway = describeSystem({
  name: 'pushgateway',
  title: 'Pushgateway',
  team,
  namespace: 'monitoring',
  scope: 'end-to-end',
  images: { server: image('prom/pushgateway', 'v1.11.3', 'seen') },
  endpoints: { web: { port: 9091, protocol: 'http' } },
});

export const fluentd = describeSystem({
  name: 'fluentd',
  title: 'Fluentd',
  team,
  namespace: 'node-agents',
  scope: 'end-to-end',
  images: { server: image('fluent/fluentd-kubernetes-daemonset', 'v1.17.1-debian-opensearch-amd64-1.0', 'seen') },
  endpoints: {
    forward: { port: 24224, protocol: 'tcp', podOnly: true },
    metrics: { port: 24231, protocol: 'http', podOnly: true },
  },
});

export const mytsdb = describeSystem({
  name: 'mytsdb',
  title: 'MyTSDB',
  team,
  namespace: 'mytsdb',
  scope: 'end-to-end',
  images: { server: ownImage('mytsdb') },
  endpoints: {
    http: { port: 9090, protocol: 'http' },
    arrow: { port: 8815, protocol: 'grpc' },
    otlp: { port: 4317, protocol: 'grpc' },
    'otlp-http': { port: 4318, protocol: 'http' },
  },
  page: { host: 'mytsdb', endpoint: 'http', login: 'middleware' },
});

export const sampleApp = describeSystem({
  name: 'sample-app',
  title: 'Sample application',
  team,
  namespace: 'mytsdb',
  scope: 'end-to-end',
  images: { server: ownImage('sample-app') },
  endpoints: { http: { port: 8080, protocol: 'http' } },
});
