/** The laptop: one kind node, the core profile by default, everything small. Also what the lab runs. */

import { externalSecrets, externalSecretsCrds, traefik, traefikCrds, vault } from '@chimera/components-api-ecosystem';
import { argocd, gitServer } from '@chimera/components-data-management';
import {
  alertmanager,
  alertSink,
  fluentd,
  grafana,
  insights,
  jaeger,
  kubeStateMetrics,
  mytsdb,
  nodeExporter,
  otelCollector,
  prometheus,
  prometheusCrds,
  prometheusOperator,
  pushgateway,
  sampleApp,
  sharedConfig,
} from '@chimera/components-observability';
import { KUBERNETES } from '@chimera/platform-catalog';
import { defineCluster, install } from '@chimera/platform-kit';

export const kindLocal = defineCluster({
  name: 'kind-local',
  kubernetes: KUBERNETES.minor,
  server: 'https://kubernetes.default.svc',
  domain: 'chimera.localhost',
  tls: false,
  architecture: 'amd64',
  nodes: 1,
  storageClasses: ['standard'],
  loadBalancer: false,
  registry: 'localhost:5001',
  repository: {
    url: 'http://git-server.git.svc.cluster.local:3000/chimera/chimera.git',
    revision: 'main',
    web: 'http://git.chimera.localhost/chimera/chimera/src/branch/main',
  },
  secretStore: 'kubernetes',
  // A laptop with 16 GiB keeps half of it.
  budget: { cpu: '4', memory: '8Gi' },
  profiles: {
    core: [
      install(argocd, { git: 'in-cluster', teamAccounts: true, reconciliationSeconds: 30 }),
      install(externalSecretsCrds),
      install(externalSecrets),
      install(traefikCrds),
      install(traefik, { service: { type: 'NodePort', nodePorts: { web: 32080, websecure: 32443 } } }),
      install(prometheusCrds),
      install(prometheusOperator),
      install(prometheus),
      install(alertSink),
      install(alertmanager),
      install(kubeStateMetrics),
      install(nodeExporter),
      install(insights),
      install(sharedConfig),
      install(jaeger),
      install(otelCollector),
      install(mytsdb),
      install(sampleApp),
      install(grafana, { service: { type: 'NodePort', nodePorts: { web: 30300 } } }),
    ],
    logs: [install(fluentd)],
    batch: [install(pushgateway)],
    vault: [install(vault)],
    // The lab serves the repository itself, under the same name.
    git: [install(gitServer)],
  },
  run: ['core', 'logs', 'batch'],
});
