/** Every board, sorted by uid. A new one is a file in `boards/` and a line here. */
import type { Board } from './board.ts';
import { alertSink } from './boards/alert-sink.ts';
import { alertmanager } from './boards/alertmanager.ts';
import { app } from './boards/app.ts';
import { argocd } from './boards/argocd.ts';
import { capacity } from './boards/capacity.ts';
import { cluster } from './boards/cluster.ts';
import { cost } from './boards/cost.ts';
import { dockerHost } from './boards/docker-host.ts';
import { externalSecrets } from './boards/external-secrets.ts';
import { fluentd } from './boards/fluentd.ts';
import { grafana } from './boards/grafana.ts';
import { jaeger } from './boards/jaeger.ts';
import { k8sSeeded } from './boards/k8s-seeded.ts';
import { kubeStateMetrics } from './boards/kube-state-metrics.ts';
import { mytsdb } from './boards/mytsdb.ts';
import { namespace } from './boards/namespace.ts';
import { node } from './boards/node.ts';
import { otelCollector } from './boards/otel-collector.ts';
import { platform } from './boards/platform.ts';
import { pod } from './boards/pod.ts';
import { prometheus } from './boards/prometheus.ts';
import { prometheusOperator } from './boards/prometheus-operator.ts';
import { pushgateway } from './boards/pushgateway.ts';
import { sampleApp } from './boards/sample-app.ts';
import { summary } from './boards/summary.ts';
import { traefik } from './boards/traefik.ts';
import { vault } from './boards/vault.ts';
import { workload } from './boards/workload.ts';

const all: readonly Board[] = [
  alertSink,
  alertmanager,
  app,
  argocd,
  capacity,
  cluster,
  cost,
  dockerHost,
  externalSecrets,
  fluentd,
  grafana,
  jaeger,
  k8sSeeded,
  kubeStateMetrics,
  mytsdb,
  namespace,
  node,
  otelCollector,
  platform,
  pod,
  prometheus,
  prometheusOperator,
  pushgateway,
  sampleApp,
  summary,
  traefik,
  vault,
  workload,
];

export const boards: readonly Board[] = [...all].sort((a, b) => (a.uid < b.uid ? -1 : 1));
