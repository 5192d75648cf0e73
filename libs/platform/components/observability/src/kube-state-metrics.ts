/** kube-state-metrics: what the API server knows of objects, as series. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  account,
  customObject,
  defineComponent,
  deployment,
  LABEL,
  resources,
  type SingleReplicaInputs,
  service,
} from '@chimera/platform-kit';

const system = systems.kubeStateMetrics;
const { metrics, telemetry } = system.endpoints;

/** What is turned into series, by API group: the names of `--resources`, and exactly what the account may list. No secrets, no config maps. */
const WATCHED: Readonly<Record<string, readonly string[]>> = {
  '': [
    'endpoints',
    'limitranges',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'pods',
    'resourcequotas',
    'services',
  ],
  apps: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'networking.k8s.io': ['networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'storage.k8s.io': ['storageclasses', 'volumeattachments'],
};

/** Labels of objects that become labels of `kube_<kind>_labels`: they say whose a pod or a namespace is. */
const LABELS = [
  `namespaces=[${LABEL.team}]`,
  `pods=[${LABEL.name},${LABEL.component},${LABEL.team}]`,
  `deployments=[${LABEL.name},${LABEL.team}]`,
];

export const kubeStateMetrics = defineComponent<SingleReplicaInputs>({
  system,
  inputs: {
    // Two would report everything twice.
    replicas: 1,
    resources: resources('20m', '64Mi', '200m', '256Mi'),
    service: { type: 'ClusterIP' },
    host: null,
  },
  metrics: [
    { port: metrics.port, path: '/metrics' },
    { port: telemetry.port, path: '/metrics' },
  ],
  alerts: [
    {
      alert: 'KubeStateMetricsDown',
      expr: 'absent(up{job="kube-state-metrics",endpoint="metrics"} == 1)',
      for: '5m',
      severity: 'critical',
      summary: 'No kube-state-metrics answers: nothing is known of deployments, pods and nodes',
      runbook: {
        symptom: 'Boards of Kubernetes objects are empty, and alerts about pods and deployments cannot fire.',
        check: 'kubectl -n monitoring get pods -l app.kubernetes.io/name=kube-state-metrics, and its log.',
        fix: 'Let its Application sync; raise its memory limit when it was killed for it (the cluster has grown).',
      },
    },
    {
      alert: 'KubeStateMetricsListErrors',
      expr: 'sum by (resource) (rate(kube_state_metrics_list_total{result="error"}[5m])) / sum by (resource) (rate(kube_state_metrics_list_total[5m])) > 0.01',
      for: '15m',
      severity: 'warning',
      summary: 'kube-state-metrics cannot list {{ $labels.resource }}',
      runbook: {
        symptom: 'Series of this kind of object are missing or old.',
        check:
          'The log of deployment/kube-state-metrics: "forbidden" means a missing right, "not found" a kind this cluster lacks.',
        fix: 'Bring the table WATCHED in kube-state-metrics.ts in line with the cluster; both flag and rights come from it.',
      },
    },
    {
      alert: 'KubeStateMetricsWatchErrors',
      expr: 'sum by (resource) (rate(kube_state_metrics_watch_total{result="error"}[5m])) / sum by (resource) (rate(kube_state_metrics_watch_total[5m])) > 0.01',
      for: '15m',
      severity: 'warning',
      summary: 'kube-state-metrics loses its watch of {{ $labels.resource }}',
      runbook: {
        symptom: 'Changes of these objects appear late.',
        check: "The API server's load, and the log of deployment/kube-state-metrics.",
        fix: 'Watches are resumed by themselves; when they are not, restart the deployment.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    const reader = account(context, {
      name: 'kube-state-metrics',
      clusterRules: Object.entries(WATCHED).map(([group, names]) => ({
        apiGroups: [group],
        resources: [...names],
        verbs: ['list', 'watch'],
      })),
    });
    deployment(context, {
      replicas: inputs.replicas,
      pod: {
        uid: 65534,
        account: reader,
        // The ServiceMonitor below scrapes it: its series carry the namespace and pod that they are about.
        metrics: null,
        containers: [
          {
            name: 'kube-state-metrics',
            image: system.images.server,
            args: [
              `--port=${metrics.port}`,
              `--telemetry-port=${telemetry.port}`,
              `--resources=${Object.values(WATCHED).flat().sort().join(',')}`,
              `--metric-labels-allowlist=${LABELS.join(',')}`,
            ],
            ports: { metrics: metrics.port, telemetry: telemetry.port },
            resources: inputs.resources,
            live: { http: '/livez', port: metrics.port },
            ready: { http: '/readyz', port: telemetry.port },
          },
        ],
      },
    });
    service(context, { endpoints: [metrics, telemetry], workload: 'server', input: inputs.service });
    customObject(context, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name: system.name },
      spec: {
        selector: { matchLabels: { [LABEL.name]: system.name } },
        endpoints: [
          {
            port: metrics.name,
            honorLabels: true,
            // Otherwise a deployment's series would carry the pod of kube-state-metrics.
            relabelings: [{ action: 'labeldrop', regex: 'namespace|service|pod|container' }],
          },
          { port: telemetry.name },
        ],
      },
    });
    context.allow({
      direction: 'egress',
      to: 'api-server',
      ports: [443, 6443],
      reason: 'kube-state-metrics lists and watches objects',
    });
  },
});
