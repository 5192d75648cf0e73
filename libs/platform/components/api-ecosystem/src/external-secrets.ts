/** External Secrets 1.3: brings values from the store into Secrets. Three programs of one image: controller, webhook, certificates. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  type Account,
  account,
  type Container,
  type Context,
  defineComponent,
  deployment,
  type Resources,
  resources,
  service,
} from '@chimera/platform-kit';
import { CERTIFICATE_SECRET, webhookObjects } from './external-secrets-webhook.ts';
import { secretStore } from './secret-store.ts';

const system = systems.externalSecrets;
const { metrics, health, webhook } = system.endpoints;

export interface ExternalSecretsInputs {
  /** Of controller and webhook; the controllers elect a leader. */
  readonly replicas: number;
  /** Of each of the three. */
  readonly resources: Resources;
}

export const externalSecrets = defineComponent<ExternalSecretsInputs>({
  system,
  inputs: { replicas: 1, resources: resources('25m', '64Mi', '200m', '192Mi') },
  metrics: [{ port: metrics.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'ExternalSecretsGone',
      expr: 'absent(externalsecret_status_condition)',
      for: '15m',
      severity: 'critical',
      summary: 'No External Secrets controller is scraped',
      runbook: {
        symptom: 'Secrets are neither made nor renewed; new components wait for theirs.',
        check: 'kubectl -n external-secrets get pods, then read the log of deployment external-secrets.',
        fix: 'Existing Secrets stay (deletionPolicy Retain): nothing that runs is hurt. Roll back the change, or restore its rights.',
      },
    },
    {
      alert: 'SecretStoreNotReady',
      expr: 'max by (name) (clustersecretstore_status_condition{condition="Ready", status="False"}) == 1',
      for: '10m',
      severity: 'critical',
      summary: 'The secret store {{ $labels.name }} is not ready',
      runbook: {
        symptom: 'No ExternalSecret of the cluster can be refreshed.',
        check:
          'kubectl describe clustersecretstore names the reason. On kind-local: the namespace secrets-source and its account; on the server: is Vault unsealed?',
        fix: 'Unseal Vault, or restore the account and its role; the store is tried again every five minutes.',
      },
    },
    {
      alert: 'ExternalSecretNotReady',
      expr: 'max by (exported_namespace, name) (externalsecret_status_condition{condition="Ready", status="False"}) == 1',
      for: '15m',
      severity: 'warning',
      summary: 'Secret {{ $labels.exported_namespace }}/{{ $labels.name }} cannot be brought from the store',
      runbook: {
        symptom: 'The Secret is missing or old; pods that need it do not start.',
        check: 'kubectl -n <namespace> describe externalsecret <name>; mostly the store lacks the key.',
        fix: 'On kind-local run `npm run secrets -- seed`, which writes what is absent; on the server store the value in Vault under the name that `npm run secrets -- list` prints.',
      },
    },
    {
      alert: 'ExternalSecretsReconcileFails',
      expr: 'sum by (controller) (rate(controller_runtime_reconcile_errors_total{namespace="external-secrets"}[10m])) > 0.1',
      for: '15m',
      severity: 'warning',
      summary: 'Controller {{ $labels.controller }} of External Secrets fails {{ $value | humanize }} times a second',
      runbook: {
        symptom: 'Changes of secrets arrive late.',
        check: 'The log of deployment external-secrets names object and error.',
        fix: 'A forbidden answer is a missing right of this component; an unreachable store has an alert of its own.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    context.allow({
      direction: 'egress',
      to: 'api-server',
      ports: [443, 6443],
      reason: 'watches ExternalSecrets, writes Secrets, reads the store',
    });
    context.allow({
      direction: 'ingress',
      from: 'anywhere',
      ports: [webhook.port],
      reason: 'the API server, which is no pod, asks the webhook',
    });
    const controller = account(context, {
      name: 'external-secrets',
      rules: ELECTION,
      clusterRules: CONTROLLER,
      wideBecause: 'it writes the Secrets that ExternalSecrets of every namespace declare',
    });
    run(context, inputs, {
      workload: 'controller',
      name: 'external-secrets',
      replicas: inputs.replicas,
      account: controller,
      args: [
        ...(inputs.replicas > 1 ? ['--enable-leader-election=true'] : []),
        `--live-addr=:${health.port}`,
        // The kinds that nobody uses here, and the rights they would need.
        '--enable-cluster-external-secret-reconciler=false',
        '--enable-cluster-push-secret-reconciler=false',
        '--enable-push-secret-reconciler=false',
        '--enable-generator-state=false',
      ],
      container: {
        live: { http: '/healthz', port: health.port },
        ready: { http: '/healthz', port: health.port },
      },
    });
    run(context, inputs, {
      workload: 'webhook',
      name: 'external-secrets-webhook',
      replicas: inputs.replicas,
      account: account(context, { name: 'external-secrets-webhook' }),
      args: [
        'webhook',
        `--port=${webhook.port}`,
        `--dns-name=${webhook.service}.${webhook.namespace}.svc`,
        '--cert-dir=/certificates',
        '--check-interval=5m',
        `--healthz-addr=:${health.port}`,
      ],
      certificates: true,
      container: {
        ports: { webhook: webhook.port },
        // It answers /readyz only; for two minutes it waits for its certificate without listening.
        live: { tcp: health.port },
        ready: { http: '/readyz', port: health.port },
        startup: { tcp: health.port, periodSeconds: 5, failureThreshold: 30 },
      },
    });
    run(context, inputs, {
      workload: 'cert-controller',
      name: 'external-secrets-cert-controller',
      replicas: 1,
      account: account(context, {
        name: 'external-secrets-cert-controller',
        rules: CERTIFICATES,
        clusterRules: CERTIFICATE_TARGETS,
      }),
      args: [
        'certcontroller',
        '--crd-requeue-interval=5m',
        `--service-name=${webhook.service}`,
        `--service-namespace=${webhook.namespace}`,
        `--secret-name=${CERTIFICATE_SECRET}`,
        `--secret-namespace=${webhook.namespace}`,
        // Of definitions and webhooks it caches its own only.
        '--enable-partial-cache=true',
        `--healthz-addr=:${health.port}`,
      ],
      container: {
        // Ready once the certificate is in place and the webhook answers; that is no reason to restart it.
        live: { tcp: health.port },
        ready: { http: '/readyz', port: health.port },
        startup: { tcp: health.port, periodSeconds: 5, failureThreshold: 30 },
      },
    });
    service(context, { endpoints: [webhook], workload: 'webhook' });
    webhookObjects(context);
    secretStore(context, controller.name);
  },
});

interface Program {
  readonly workload: string;
  readonly name: string;
  readonly replicas: number;
  readonly account: Account;
  readonly args: readonly string[];
  readonly certificates?: true;
  readonly container: Pick<Container, 'live' | 'ready'> & Partial<Pick<Container, 'ports' | 'startup'>>;
}

function run(context: Context, inputs: ExternalSecretsInputs, program: Program): void {
  const { workload, name, replicas, args, certificates, container } = program;
  deployment(context, {
    name,
    workload,
    replicas,
    pod: {
      uid: 65534,
      account: program.account,
      metrics: { port: metrics.port },
      volumes: {
        tmp: { emptyDir: '16Mi' },
        ...(certificates && { certificates: { secret: { name: CERTIFICATE_SECRET, key: noKey } } }),
      },
      containers: [
        {
          name: workload,
          image: system.images.server,
          args: [...args, `--metrics-addr=:${metrics.port}`, '--loglevel=info', '--zap-time-encoding=rfc3339'],
          resources: inputs.resources,
          mounts: { tmp: '/tmp', ...(certificates && { certificates: { path: '/certificates', readOnly: true } }) },
          ...container,
          ports: { metrics: metrics.port, health: health.port, ...container.ports },
        },
      ],
    },
  });
}

/** The certificate is mounted as files only. */
const noKey = (key: string): never => {
  throw new Error(`BUG: the webhook's certificate is no environment variable; got key "${key}"`);
};

const WATCH = ['get', 'list', 'watch'];
const LEASES = {
  apiGroups: ['coordination.k8s.io'],
  resources: ['leases'],
  verbs: ['get', 'create', 'update', 'patch'],
};
const EVENTS = { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] };
const ELECTION = [LEASES];

/** Secrets of every namespace, since an ExternalSecret makes one beside itself; no tokens: the store's account is a role of its own. */
const CONTROLLER = [
  {
    apiGroups: ['external-secrets.io'],
    resources: ['externalsecrets', 'secretstores', 'clustersecretstores'],
    verbs: WATCH,
  },
  {
    apiGroups: ['external-secrets.io'],
    resources: ['externalsecrets', 'secretstores', 'clustersecretstores'].flatMap((kind) => [
      kind,
      `${kind}/status`,
      `${kind}/finalizers`,
    ]),
    verbs: ['get', 'update', 'patch'],
  },
  // No generator is used, but the controller of their states starts all the same, and ends when it may not look.
  { apiGroups: ['generators.external-secrets.io'], resources: ['generatorstates'], verbs: WATCH },
  { apiGroups: [''], resources: ['namespaces', 'serviceaccounts', 'configmaps'], verbs: WATCH },
  { apiGroups: [''], resources: ['secrets'], verbs: [...WATCH, 'create', 'update', 'patch', 'delete'] },
  EVENTS,
];

/** It reads and fills in one Secret. */
const CERTIFICATES = [
  { apiGroups: [''], resources: ['secrets'], resourceNames: [CERTIFICATE_SECRET], verbs: ['get', 'update', 'patch'] },
  LEASES,
];

/** What it puts the certificate into, and how it sees that the webhook answers. Definitions need none: they convert nothing. */
const CERTIFICATE_TARGETS = [
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: WATCH },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: WATCH },
  { apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingwebhookconfigurations'], verbs: WATCH },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingwebhookconfigurations'],
    resourceNames: ['secretstore-validate', 'externalsecret-validate'],
    verbs: ['update', 'patch'],
  },
  EVENTS,
];
