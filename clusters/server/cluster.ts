/** The real cluster: everything, replicated where a system can be, on real storage classes. */

import { externalSecrets, externalSecretsCrds, traefik, traefikCrds, vault } from '@chimera/components-api-ecosystem';
import { argocd } from '@chimera/components-data-management';
import {
  alertmanager,
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
import { defineCluster, install, resources } from '@chimera/platform-kit';
import promoted from './promoted.json' with { type: 'json' };

export const server = defineCluster({
  name: 'server',
  kubernetes: KUBERNETES.minor,
  server: 'https://kubernetes.default.svc',
  domain: 'chimera.example.com',
  tls: true,
  architecture: 'amd64',
  nodes: 3,
  storageClasses: ['gp3', 'io1'],
  loadBalancer: true,
  registry: 'registry.chimera.example.com',
  repository: {
    url: 'https://git.chimera.example.com/chimera/chimera.git',
    revision: 'main',
    promoted: promoted.commit,
    web: 'https://git.chimera.example.com/chimera/chimera/src/branch/main',
  },
  secretStore: 'vault',
  budget: { cpu: '24', memory: '96Gi' },
  profiles: {
    platform: [
      install(argocd, { replicas: 2 }),
      install(vault, { replicas: 3 }),
      install(externalSecretsCrds),
      install(externalSecrets, { replicas: 2 }),
      install(traefikCrds),
      install(traefik, { replicas: 2, service: { type: 'LoadBalancer', ports: { web: 80, websecure: 443 } } }),
    ],
    observability: [
      install(prometheusCrds),
      install(prometheusOperator),
      install(prometheus, {
        replicas: 2,
        resources: resources('1', '4Gi', '4', '8Gi'),
        retention: '15d',
        retentionSize: '45GB',
        storage: { size: '50Gi' },
      }),
      install(alertmanager, { replicas: 3, receivers: 'secret' }),
      install(kubeStateMetrics),
      install(nodeExporter),
      install(insights),
      install(sharedConfig),
      install(pushgateway),
      install(fluentd),
      install(jaeger, { resources: resources('250m', '1Gi', '1', '2Gi') }),
      install(otelCollector, { replicas: 2, remoteWrite: true }),
      install(mytsdb),
      install(sampleApp, { replicas: 2 }),
      install(grafana),
    ],
  },
  run: ['platform', 'observability'],
});
