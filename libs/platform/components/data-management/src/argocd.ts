/** Argo CD 3.5.7, which syncs everything, itself included. Applied by hand once; from then on an Application like the others. */
import { policyCsv } from '@chimera/platform-argocd';
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  type Context,
  configMap,
  customObject,
  defineComponent,
  definitions,
  LABEL,
  pageUrl,
  type Resources,
  resources,
  route,
  SECRET_STORE,
  type StandardInputs,
} from '@chimera/platform-kit';
import { alerts } from './argocd/alerts.ts';
import { notifications } from './argocd/notifications.ts';
import { PARAMETERS, parameters } from './argocd/parameters.ts';
import { settings } from './argocd/settings.ts';
import { workloads } from './argocd/workloads.ts';

const system = systems.argocd;

export type ArgocdProcess = 'controller' | 'server' | 'repo-server' | 'notifications' | 'redis';

export interface ArgocdInputs extends Omit<StandardInputs, 'resources'> {
  /** Of each process; `replicas` are those of the API server and of the repo server. */
  readonly resources: Readonly<Record<ArgocdProcess, Resources>>;
  /** Where git is: a Git server in this cluster (ours, or the lab's in its place), or a host outside. */
  readonly git: 'in-cluster' | 'outside';
  readonly reconciliationSeconds: number;
  /** The account `admin`, whose first password Argo CD puts into the Secret argocd-initial-admin-secret. */
  readonly adminLogin: boolean;
  /** A local account per team, named like its members' group, with exactly their rights. */
  readonly teamAccounts: boolean;
}

export const argocd = defineComponent<ArgocdInputs>({
  system,
  inputs: {
    // Both keep no state; the controller is always one, since there is one cluster to shard by.
    replicas: 1,
    resources: {
      controller: resources('250m', '512Mi', '2', '1536Mi'),
      server: resources('100m', '192Mi', '500m', '512Mi'),
      'repo-server': resources('100m', '256Mi', '1', '1Gi'),
      notifications: resources('50m', '96Mi', '200m', '256Mi'),
      redis: resources('50m', '64Mi', '200m', '256Mi'),
    },
    service: { type: 'ClusterIP' },
    host: 'argocd',
    git: 'outside',
    // Pushes arrive by webhook; this is for those that got lost.
    reconciliationSeconds: 120,
    // Until an identity provider is configured nobody else could log in.
    adminLogin: true,
    teamAccounts: false,
  },
  metrics: [
    { port: system.endpoints['controller-metrics'].port, path: '/metrics' },
    { port: system.endpoints['server-metrics'].port, path: '/metrics' },
    { port: system.endpoints['repo-server-metrics'].port, path: '/metrics' },
    { port: system.endpoints['notifications-metrics'].port, path: '/metrics' },
  ],
  alerts,
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    definitions(context, new URL('../crds/argocd/', import.meta.url));
    const url = pageUrl(context, inputs.host ?? system.name);
    const files = {
      parameters: ownConfig(context, PARAMETERS, parameters()),
      knownHosts: ownConfig(context, 'argocd-ssh-known-hosts-cm', { ssh_known_hosts: '' }),
      certificates: ownConfig(context, 'argocd-tls-certs-cm', {}),
    };
    ownConfig(context, 'argocd-cm', settings({ ...inputs, url }));
    ownConfig(context, 'argocd-rbac-cm', {
      'policy.default': '',
      'policy.csv': policyCsv(),
      'policy.matchMode': 'glob',
      scopes: '[groups]',
    });
    ownConfig(context, 'argocd-notifications-cm', notifications(url));
    ownSecrets(context);
    workloads(context, inputs, files);
    route(context, { host: inputs.host });
    traffic(context, inputs);
  },
});

/** Argo CD looks only at configuration that carries its own label. */
const OWN_LABELS = { [LABEL.partOf]: 'argocd' };
const OWN_EXEMPTIONS = {
  'chimera.dev/exempt.labels': `Argo CD reads only what is labelled ${LABEL.partOf}=argocd`,
};

function ownConfig(context: Context, name: string, data: Readonly<Record<string, string>>) {
  return configMap(context, name, data, { labels: OWN_LABELS, annotations: OWN_EXEMPTIONS });
}

/** Empty: the API server adds its signing key and the admin's password, External Secrets the webhook's. */
function ownSecrets(context: Context): void {
  customObject(context, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'argocd-secret', labels: OWN_LABELS, annotations: OWN_EXEMPTIONS },
    type: 'Opaque',
  });
  const webhook = context.secret(system.secrets.webhook);
  customObject(context, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'argocd-secret' },
    spec: {
      refreshInterval: '1h0m0s',
      secretStoreRef: { kind: 'ClusterSecretStore', name: SECRET_STORE },
      target: { name: 'argocd-secret', creationPolicy: 'Merge', deletionPolicy: 'Retain' },
      data: [
        {
          secretKey: webhook.key('webhook.gogs.secret').secretKey,
          remoteRef: {
            key: system.secrets.webhook.remoteKey,
            property: 'webhook.gogs.secret',
            conversionStrategy: 'Default',
            decodingStrategy: 'None',
            metadataPolicy: 'None',
          },
        },
      ],
    },
  });
}

function traffic(context: Context, { git }: ArgocdInputs): void {
  // Argo CD is there before what it syncs: it waits for nobody.
  context.use(systems.alertmanager.endpoints.web, { wait: false });
  // No reference: in the lab the Git server is not a component.
  context.allow({
    direction: 'egress',
    to: git === 'in-cluster' ? 'cluster' : 'world',
    ports: git === 'in-cluster' ? [systems.gitServer.endpoints.http.port] : [443],
    reason: 'the repo server fetches from the Git server',
  });
  context.allow({
    direction: 'egress',
    to: 'api-server',
    ports: [443, 6443],
    reason: 'Argo CD reads and writes objects of the cluster',
  });
}
