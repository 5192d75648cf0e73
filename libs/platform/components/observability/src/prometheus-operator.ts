/** Prometheus operator: turns Prometheus, Alertmanager and their configuration resources into pods. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  account,
  type Context,
  customObject,
  defineComponent,
  deployment,
  resources,
  type SingleReplicaInputs,
  service,
} from '@chimera/platform-kit';

const system = systems.prometheusOperator;
const { metrics } = system.endpoints;

interface Inputs extends SingleReplicaInputs {
  /** Namespaces where Prometheus and Alertmanager resources are run; only there may it write. Rules and monitors are read everywhere. */
  readonly instanceNamespaces: readonly string[];
}

export const prometheusOperator = defineComponent<Inputs>({
  system,
  inputs: {
    // It has no leader election: two would write the same objects in turns.
    replicas: 1,
    resources: resources('50m', '128Mi', '500m', '256Mi'),
    service: { type: 'ClusterIP' },
    host: null,
    // An installation that brings its own Prometheus adds its namespace.
    instanceNamespaces: [system.namespace],
  },
  metrics: [{ port: metrics.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'PrometheusOperatorReconcileErrors',
      expr: 'sum by (namespace, controller) (rate(prometheus_operator_reconcile_errors_total[5m])) / sum by (namespace, controller) (rate(prometheus_operator_reconcile_operations_total[5m])) > 0.1',
      for: '10m',
      severity: 'warning',
      summary: 'More than a tenth of the reconciliations of {{ $labels.controller }} fail',
      runbook: {
        symptom: 'Changes of Prometheus or Alertmanager resources do not reach their pods.',
        check:
          'kubectl -n monitoring logs deployment/prometheus-operator: each failure names its object; a missing right says "forbidden".',
        fix: 'Correct the object it names. When a right is missing, add it to prometheus-operator.ts: its roles are as small as they can be.',
      },
    },
    {
      alert: 'PrometheusOperatorNotReady',
      expr: 'min by (namespace, controller) (max_over_time(prometheus_operator_ready[5m])) == 0',
      for: '5m',
      severity: 'warning',
      summary: 'The controller {{ $labels.controller }} of the Prometheus operator is not ready',
      runbook: {
        symptom: 'The controller handles nothing; what runs keeps running as it was last configured.',
        check:
          'The log of deployment/prometheus-operator says which cache does not synchronise: usually a missing definition or right.',
        fix: 'Sync prometheus-crds, then restart the operator.',
      },
    },
    {
      alert: 'PrometheusOperatorRejectedResources',
      expr: 'sum by (namespace, controller, resource) (prometheus_operator_managed_resources{state="rejected"}) > 0',
      for: '5m',
      severity: 'warning',
      summary: '{{ $value }} objects of {{ $labels.resource }} are refused by {{ $labels.controller }}',
      runbook: {
        symptom: 'A rule, monitor or scrape configuration is left out of the generated configuration.',
        check:
          "kubectl -n monitoring get events --field-selector reason=InvalidConfiguration, or the operator's log: both name the object and what is wrong.",
        fix: 'Correct the component that renders it. `npm test` would have found a wrong expression; look for an object that was applied by hand.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    const operator = account(context, {
      name: 'prometheus-operator',
      clusterRules: [
        {
          apiGroups: ['monitoring.coreos.com'],
          resources: ['servicemonitors', 'podmonitors', 'probes', 'scrapeconfigs', 'prometheusrules'],
          verbs: ['get', 'list', 'watch'],
        },
        { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
        { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: ['get'] },
      ],
    });
    for (const namespace of inputs.instanceNamespaces) instanceRights(context, namespace, operator.name);
    const namespaces = [...inputs.instanceNamespaces].sort().join(',');
    deployment(context, {
      replicas: inputs.replicas,
      pod: {
        uid: 65534,
        account: operator,
        metrics: { port: metrics.port },
        containers: [
          {
            name: 'prometheus-operator',
            image: system.images.operator,
            args: [
              `--web.listen-address=:${metrics.port}`,
              `--prometheus-config-reloader=${context.image(system.images.reloader)}`,
              '--config-reloader-cpu-request=10m',
              '--config-reloader-cpu-limit=100m',
              '--config-reloader-memory-request=32Mi',
              '--config-reloader-memory-limit=64Mi',
              '--enable-config-reloader-probes=true',
              `--prometheus-instance-namespaces=${namespaces}`,
              `--alertmanager-instance-namespaces=${namespaces}`,
              `--alertmanager-config-namespaces=${namespaces}`,
              // Kubelets are found by the scrape configuration's own discovery.
              '--kubelet-endpoints=false',
              '--log-format=json',
            ],
            // Its heap is mostly caches: collecting sooner halves its memory.
            env: { GOGC: '30' },
            ports: { metrics: metrics.port },
            resources: inputs.resources,
            live: { http: '/healthz', port: metrics.port },
            ready: { http: '/healthz', port: metrics.port },
          },
        ],
      },
    });
    service(context, { endpoints: [metrics], workload: 'server', input: inputs.service });
    context.allow({
      direction: 'egress',
      to: 'api-server',
      ports: [443, 6443],
      reason: 'the operator watches its resources and writes what follows from them',
    });
  },
});

/** What it writes where instances run: stateful sets, their configuration, and the status of its resources. */
function instanceRights(context: Context, namespace: string, serviceAccount: string): void {
  const name = 'prometheus-operator-instances';
  customObject(context, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace },
    rules: [
      {
        apiGroups: ['monitoring.coreos.com'],
        resources: ['prometheuses', 'alertmanagers', 'alertmanagerconfigs'],
        verbs: ['get', 'list', 'watch'],
      },
      {
        apiGroups: ['monitoring.coreos.com'],
        resources: ['prometheuses/status', 'alertmanagers/status'],
        verbs: ['update', 'patch'],
      },
      // Owner references block the owner's deletion only for those who may update its finalizers.
      {
        apiGroups: ['monitoring.coreos.com'],
        resources: ['prometheuses/finalizers', 'alertmanagers/finalizers'],
        verbs: ['update'],
      },
      {
        apiGroups: ['apps'],
        resources: ['statefulsets'],
        verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'],
      },
      {
        apiGroups: [''],
        resources: ['configmaps', 'secrets'],
        verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'],
      },
      { apiGroups: [''], resources: ['services'], verbs: ['get', 'create', 'update'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    ],
  });
  customObject(context, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace: system.namespace }],
  });
}
