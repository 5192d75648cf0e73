/** Objects that follow from a component's declarations: ExternalSecrets, PrometheusRules, dashboards. */
import type { Component } from './component.ts';
import type { Context } from './context.ts';
import { SECRET_STORE } from './conventions.ts';
import { configMap, customObject } from './objects.ts';
import { isNone } from './observability.ts';
import { deliveredKeys } from './secret.ts';

/**
 * One ExternalSecret per secret used; the same on every cluster, because the store has the same name. The password behind an
 * htpasswd line is for people and stays in the store: no pod needs it, and Traefik refuses a Secret with a second key.
 */
export function externalSecrets(context: Context): void {
  for (const secret of context.secrets) {
    customObject(context, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: secret.name },
      spec: {
        refreshInterval: '1h0m0s',
        secretStoreRef: { kind: 'ClusterSecretStore', name: SECRET_STORE },
        target: { name: secret.name, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        data: deliveredKeys(secret).map((key) => ({
          secretKey: key,
          remoteRef: {
            key: secret.remoteKey,
            property: key,
            conversionStrategy: 'Default',
            decodingStrategy: 'None',
            metadataPolicy: 'None',
          },
        })),
      },
    });
  }
}

/** The component's alerts and recording rules, in its own namespace, labelled with its team. */
export function prometheusRule(context: Context, component: Component<object>): void {
  const { system, cluster } = context;
  const alerts = isNone(component.alerts) ? [] : component.alerts;
  const recordings = component.recordings ?? [];
  const groups = [
    ...(recordings.length > 0
      ? [
          {
            name: `${system.name}.recordings`,
            rules: recordings.map(({ record, expr, labels }) => ({ record, expr, ...(labels && { labels }) })),
          },
        ]
      : []),
    ...(alerts.length > 0
      ? [
          {
            name: `${system.name}.alerts`,
            rules: alerts.map((alert) => ({
              alert: alert.alert,
              expr: alert.expr,
              for: alert.for,
              labels: { severity: alert.severity, team: system.team },
              annotations: {
                summary: alert.summary,
                description: `${alert.runbook.symptom} Check: ${alert.runbook.check} Fix: ${alert.runbook.fix}`,
                runbook_url: `${cluster.repository.web}/docs/runbooks/${system.name}.md#${alert.alert.toLowerCase()}`,
              },
            })),
          },
        ]
      : []),
  ];
  if (groups.length === 0) return;
  customObject(context, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: system.name },
    spec: { groups },
  });
}

/** One ConfigMap per dashboard, which Grafana's sidecar picks up by its label, in whatever namespace. */
export function dashboards(context: Context, component: Component<object>): void {
  if (isNone(component.boards)) return;
  for (const board of component.boards) {
    configMap(
      context,
      `dashboard-${board.uid}`,
      { [`${board.uid}.json`]: board.json },
      { labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: board.folder } },
    );
  }
}
