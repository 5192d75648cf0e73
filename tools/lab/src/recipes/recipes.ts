/** All recipes; a new one is a file and a line here, and a go.mod in tools/lab/go. */
import { alertmanager } from './alertmanager.ts';
import { collector } from './collector.ts';
import { jaeger } from './jaeger.ts';
import { kubeStateMetrics } from './kube-state-metrics.ts';
import { nodeExporter } from './node-exporter.ts';
import { prometheus } from './prometheus.ts';
import { prometheusOperator } from './prometheus-operator.ts';
import { pushgateway } from './pushgateway.ts';
import type { Recipe } from './recipe.ts';
import { statsdExporter } from './statsd-exporter.ts';
import { traefik } from './traefik.ts';

export const RECIPES: readonly Recipe[] = [
  alertmanager,
  collector,
  jaeger,
  kubeStateMetrics,
  nodeExporter,
  prometheus,
  prometheusOperator,
  pushgateway,
  statsdExporter,
  traefik,
];
