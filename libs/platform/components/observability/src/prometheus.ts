/** Prometheus: scrapes the platform and evaluates its rules. Pushes go to MyTSDB, so its receivers are off. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  account,
  customObject,
  type Duration,
  defineComponent,
  type Memory,
  pageUrl,
  resources,
  route,
  type StandardInputs,
  service,
  syncOptions,
} from '@chimera/platform-kit';
import { operatedDisruptionBudget, operatedPodSpec, operatedSelector } from './operated.ts';
import { SCRAPE_CLASS, type ScrapeChoices, scrapeJobs } from './scrape-jobs.ts';

const system = systems.prometheus;
const { web } = system.endpoints;
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const CLUSTER_CA = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

interface Inputs extends StandardInputs, ScrapeChoices {
  readonly scrapeInterval: Duration;
  readonly retention: Duration;
  /** The older blocks go when either limit is reached. */
  readonly retentionSize: `${number}${'MB' | 'GB'}`;
  /** The claim of each replica; the cluster's first storage class unless one is named. */
  readonly storage: { readonly size: Memory; readonly storageClass: string | null };
}

export const prometheus = defineComponent<Inputs>({
  system,
  inputs: {
    replicas: 1,
    resources: resources('250m', '1Gi', '2', '2Gi'),
    service: { type: 'ClusterIP' },
    host: 'prometheus',
    // The seed's rule: whoever declares a port is scraped unless they say no.
    annotationScrape: 'opt-out',
    askingNamespaces: ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'],
    scrapeInterval: '30s',
    // A laptop looks back a few days; MyTSDB holds the demonstration data.
    retention: '3d',
    retentionSize: '4GB',
    storage: { size: '5Gi', storageClass: null },
  },
  requires: [systems.prometheusOperator],
  metrics: [{ port: web.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'PrometheusConfigReloadFailed',
      expr: 'max_over_time(prometheus_config_last_reload_successful[5m]) == 0',
      for: '10m',
      severity: 'critical',
      summary: 'Prometheus {{ $labels.pod }} runs on an old configuration',
      runbook: {
        symptom: 'New rules, monitors and scrape configurations do not take effect.',
        check:
          'kubectl -n monitoring logs prometheus-prometheus-0 -c prometheus: "Error reloading config" says which file and why.',
        fix: 'Correct the component that renders it, and see that its guard or test would have found it.',
      },
    },
    {
      alert: 'PrometheusRuleFailures',
      expr: 'increase(prometheus_rule_evaluation_failures_total[5m]) > 0',
      for: '15m',
      severity: 'critical',
      summary: 'Rules of {{ $labels.rule_group }} cannot be evaluated',
      runbook: {
        symptom: 'An alert that should fire does not, or a recorded series has gaps.',
        check: 'Page "Rules" of Prometheus shows the error beside the rule: mostly many-to-many matching of labels.',
        fix: 'Aggregate the side that should be one before joining, and add the case to the rules-test file.',
      },
    },
    {
      alert: 'PrometheusNoAlertmanager',
      expr: 'max_over_time(prometheus_notifications_alertmanagers_discovered[5m]) < 1',
      for: '10m',
      severity: 'critical',
      summary: 'Prometheus {{ $labels.pod }} has found no Alertmanager',
      runbook: {
        symptom: 'Alerts fire on the page "Alerts" and nobody is told.',
        check: 'kubectl -n monitoring get alertmanager,endpointslices -l kubernetes.io/service-name=alertmanager',
        fix: "Sync alertmanager. When it runs, compare its Service's port name with the one in prometheus.ts.",
      },
    },
    {
      alert: 'PrometheusDuplicateSamples',
      expr: 'rate(prometheus_target_scrapes_sample_duplicate_timestamp_total[5m]) > 0',
      for: '15m',
      severity: 'warning',
      summary: 'Prometheus {{ $labels.pod }} drops samples that a target gives twice',
      runbook: {
        symptom: 'Series jump between two values: two targets write the same series.',
        check:
          'The log line "Error on ingesting samples with different value but same timestamp" names the scrape pool.',
        fix: 'A pod that a ServiceMonitor covers must carry prometheus.io/scrape: "false".',
      },
    },
    {
      alert: 'PrometheusCompactionsFail',
      expr: 'increase(prometheus_tsdb_compactions_failed_total[3h]) > 0',
      for: '30m',
      severity: 'warning',
      summary: 'Prometheus {{ $labels.pod }} cannot compact its blocks',
      runbook: {
        symptom: 'The disk fills, and after a restart it takes long to come back.',
        check: 'Is the claim full (kubelet_volume_stats_available_bytes)? The log names the block.',
        fix: 'Enlarge the claim or lower retentionSize; move a corrupt block out of /prometheus.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    const alertmanager = context.use(systems.alertmanager.endpoints.web, { wait: false });
    context.use(systems.mytsdb.endpoints.http, { wait: false });
    const scraper = account(context, {
      name: 'prometheus',
      clusterRules: [
        { apiGroups: [''], resources: ['nodes', 'services', 'pods'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
        // The kubelet asks whether the scraper may get nodes/metrics.
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
        { nonResourceUrLs: ['/metrics'], verbs: ['get'] },
      ],
    });
    for (const { name, spec } of scrapeJobs(inputs)) {
      customObject(context, {
        apiVersion: 'monitoring.coreos.com/v1alpha1',
        kind: 'ScrapeConfig',
        metadata: { name },
        spec: { ...spec },
      });
    }
    customObject(context, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: { name: system.name, annotations: syncOptions({ prune: 'confirm', delete: 'confirm' }) },
      spec: {
        ...operatedPodSpec(context, web.port),
        version: system.images.server.tag,
        image: context.image(system.images.server),
        replicas: inputs.replicas,
        serviceAccountName: scraper.name,
        automountServiceAccountToken: true,
        resources: inputs.resources,
        portName: web.name,
        ...(inputs.host !== null && { externalUrl: pageUrl(context, inputs.host) }),
        externalLabels: { cluster: context.cluster.name },
        scrapeInterval: inputs.scrapeInterval,
        evaluationInterval: inputs.scrapeInterval,
        retention: inputs.retention,
        retentionSize: inputs.retentionSize,
        walCompression: true,
        enableRemoteWriteReceiver: false,
        enableOTLPReceiver: false,
        enableAdminAPI: false,
        serviceDiscoveryRole: 'EndpointSlice',
        // Every namespace's resources count; who may write them is Argo CD's business.
        ...everything('rule', 'serviceMonitor', 'podMonitor', 'probe', 'scrapeConfig'),
        scrapeClasses: [
          {
            name: SCRAPE_CLASS.kubelet,
            authorization: { type: 'Bearer', credentialsFile: TOKEN },
            // Kubelets sign their own certificates unless the cluster rotates them through its own authority.
            tlsConfig: { caFile: CLUSTER_CA, insecureSkipVerify: true },
          },
          {
            name: SCRAPE_CLASS.apiServer,
            authorization: { type: 'Bearer', credentialsFile: TOKEN },
            tlsConfig: { caFile: CLUSTER_CA, serverName: 'kubernetes.default.svc' },
          },
        ],
        alerting: {
          alertmanagers: [
            {
              namespace: alertmanager.namespace,
              name: alertmanager.service,
              port: alertmanager.name,
              apiVersion: 'v2',
            },
          ],
        },
        storage: {
          volumeClaimTemplate: {
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: inputs.storage.storageClass ?? context.cluster.storageClasses[0],
              resources: { requests: { storage: inputs.storage.size } },
            },
          },
        },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      },
    });
    operatedDisruptionBudget(context, 'prometheus', system.name, inputs.replicas);
    service(context, {
      endpoints: [web],
      workload: 'server',
      input: inputs.service,
      selector: operatedSelector('prometheus', system.name),
    });
    route(context, inputs);
    context.allow({
      direction: 'egress',
      to: 'cluster',
      ports: [],
      reason: 'Prometheus scrapes every pod on its own port',
    });
    context.allow({
      direction: 'egress',
      to: 'api-server',
      ports: [443, 6443, 9100, 10250],
      reason: 'discovery, and what listens on nodes: the API server, node-exporter, kubelets',
    });
  },
});

/** `<kind>Selector` and `<kind>NamespaceSelector` that select everything. */
function everything(...kinds: readonly string[]): Record<string, object> {
  return Object.fromEntries(
    kinds.flatMap((kind) => [`${kind}Selector`, `${kind}NamespaceSelector`].map((key) => [key, {}])),
  );
}
