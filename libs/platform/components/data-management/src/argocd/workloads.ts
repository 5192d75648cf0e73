/** Argo CD's processes: application controller, API server, repo server, notifications, and the Redis they cache in. */
import { systems } from '@chimera/platform-catalog';
import {
  type Account,
  type ConfigReference,
  type Container,
  type Context,
  deployment,
  type Pod,
  resources,
  service,
  statefulSet,
  type Volume,
} from '@chimera/platform-kit';
import type { ArgocdInputs } from '../argocd.ts';
import { environmentOf } from './parameters.ts';
import { accounts } from './rights.ts';

const { images, endpoints } = systems.argocd;

/** The user of both images. */
const UID = 999;

/** The redis password is made by an init container, because Argo CD runs before anything that could deliver secrets. */
const MADE_AT_START = { references: 'the Secret argocd-redis is made by the init container of argocd-redis' };

export interface ConfigFiles {
  readonly parameters: ConfigReference;
  readonly knownHosts: ConfigReference;
  readonly certificates: ConfigReference;
}

export function workloads(context: Context, inputs: ArgocdInputs, files: ConfigFiles): void {
  const account = accounts(context);
  const configuration: Readonly<Record<string, Volume>> = {
    'ssh-known-hosts': files.knownHosts,
    'tls-certs': files.certificates,
  };
  const mounts = { 'ssh-known-hosts': '/app/config/ssh', 'tls-certs': '/app/config/tls', tmp: '/tmp' };
  const shared = { uid: UID, rollOn: [files.parameters], exempt: MADE_AT_START } as const;
  const timeout = { configMap: 'argocd-cm', configKey: 'timeout.reconciliation' };

  controller(context, inputs, {
    ...shared,
    account: account.controller,
    env: {
      ...environmentOf('controller'),
      ARGOCD_RECONCILIATION_TIMEOUT: timeout,
      ARGOCD_RECONCILIATION_JITTER: { configMap: 'argocd-cm', configKey: 'timeout.reconciliation.jitter' },
    },
  });
  repoServer(context, inputs, {
    ...shared,
    env: { ...environmentOf('repo-server'), ARGOCD_RECONCILIATION_TIMEOUT: timeout },
    mounts,
    volumes: configuration,
  });
  server(context, inputs, {
    ...shared,
    account: account.server,
    env: environmentOf('server'),
    mounts,
    volumes: configuration,
  });
  notificationsController(context, inputs, { uid: UID, account: account.notifications, files });
  redis(context, inputs, account.redis);
}

type Shared = Pick<Pod, 'uid' | 'rollOn' | 'exempt' | 'account'> & {
  readonly env: NonNullable<Container['env']>;
  readonly mounts?: Readonly<Record<string, string>>;
  readonly volumes?: Readonly<Record<string, Volume>>;
};

function controller(context: Context, inputs: ArgocdInputs, { env, ...pod }: Shared): void {
  const metrics = endpoints['controller-metrics'];
  service(context, { endpoints: [metrics], workload: 'application-controller', headless: true });
  statefulSet(context, {
    name: 'argocd-application-controller',
    workload: 'application-controller',
    // More would shard by cluster, and each Argo CD has one.
    replicas: 1,
    serviceName: metrics.service,
    claims: {},
    pod: {
      ...pod,
      metrics: { port: metrics.port },
      containers: [
        {
          name: 'argocd-application-controller',
          image: images.server,
          args: ['/usr/local/bin/argocd-application-controller'],
          env: { ...env, ARGOCD_CONTROLLER_REPLICAS: '1', KUBECACHEDIR: '/tmp/kubecache' },
          ports: { metrics: metrics.port },
          mounts: { home: '/home/argocd', tmp: '/tmp' },
          resources: inputs.resources.controller,
          live: { http: '/healthz', port: metrics.port, periodSeconds: 30, failureThreshold: 5 },
          ready: { http: '/healthz', port: metrics.port },
        },
      ],
      volumes: { home: { emptyDir: '64Mi' }, tmp: { emptyDir: '512Mi' } },
    },
  });
}

function repoServer(context: Context, inputs: ArgocdInputs, { env, mounts, volumes, ...pod }: Shared): void {
  const metrics = endpoints['repo-server-metrics'];
  const grpc = endpoints['repo-server'];
  service(context, { endpoints: [grpc], workload: 'repo-server' });
  deployment(context, {
    name: 'argocd-repo-server',
    workload: 'repo-server',
    replicas: inputs.replicas,
    pod: {
      ...pod,
      metrics: { port: metrics.port },
      containers: [
        {
          name: 'argocd-repo-server',
          image: images.server,
          args: ['/usr/local/bin/argocd-repo-server'],
          env: { ...env, HELM_CACHE_HOME: '/helm', HELM_CONFIG_HOME: '/helm', HELM_DATA_HOME: '/helm' },
          ports: { grpc: grpc.port, metrics: metrics.port },
          mounts: { ...mounts, helm: '/helm', plugins: '/home/argocd/cmp-server/plugins' },
          resources: inputs.resources['repo-server'],
          live: { http: '/healthz?full=true', port: metrics.port, periodSeconds: 30, timeoutSeconds: 5 },
          ready: { http: '/healthz', port: metrics.port },
        },
      ],
      volumes: {
        ...volumes,
        // Clones of the repository.
        tmp: { emptyDir: '1Gi' },
        helm: { emptyDir: '128Mi' },
        plugins: { emptyDir: '1Mi' },
      },
    },
  });
}

function server(context: Context, inputs: ArgocdInputs, { env, mounts, volumes, ...pod }: Shared): void {
  const metrics = endpoints['server-metrics'];
  const http = endpoints.server;
  service(context, { endpoints: [http], workload: 'server', input: inputs.service });
  deployment(context, {
    name: 'argocd-server',
    workload: 'server',
    replicas: inputs.replicas,
    pod: {
      ...pod,
      metrics: { port: metrics.port },
      containers: [
        {
          name: 'argocd-server',
          image: images.server,
          // No Dex: logins are Argo CD's own or an identity provider's.
          args: ['/usr/local/bin/argocd-server', '--dex-server='],
          env,
          ports: { http: http.port, metrics: metrics.port },
          mounts: { ...mounts, home: '/home/argocd' },
          resources: inputs.resources.server,
          live: { http: '/healthz?full=true', port: http.port, periodSeconds: 30, timeoutSeconds: 5 },
          ready: { http: '/healthz', port: http.port },
        },
      ],
      volumes: { ...volumes, tmp: { emptyDir: '64Mi' }, home: { emptyDir: '64Mi' } },
    },
  });
}

function notificationsController(
  context: Context,
  inputs: ArgocdInputs,
  { uid, account, files }: { readonly uid: number; readonly account: Account; readonly files: ConfigFiles },
): void {
  const metrics = endpoints['notifications-metrics'];
  deployment(context, {
    name: 'argocd-notifications-controller',
    workload: 'notifications-controller',
    // Two would send everything twice.
    replicas: 1,
    strategy: 'Recreate',
    pod: {
      uid,
      account,
      metrics: { port: metrics.port },
      containers: [
        {
          name: 'argocd-notifications-controller',
          image: images.server,
          args: [
            '/usr/local/bin/argocd-notifications',
            `--metrics-port=${metrics.port}`,
            `--argocd-repo-server=${endpoints['repo-server'].address}`,
          ],
          ports: { metrics: metrics.port },
          mounts: { 'tls-certs': '/app/config/tls', tmp: '/tmp' },
          resources: inputs.resources.notifications,
          live: { tcp: metrics.port },
          ready: { tcp: metrics.port },
        },
      ],
      volumes: { 'tls-certs': files.certificates, tmp: { emptyDir: '16Mi' } },
    },
  });
}

/** A cache: losing it costs one rendering of each Application. */
function redis(context: Context, inputs: ArgocdInputs, account: Account): void {
  const { port } = endpoints.redis;
  const alive = ['sh', '-c', 'REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli ping | grep -q PONG'];
  service(context, { endpoints: [endpoints.redis], workload: 'redis' });
  deployment(context, {
    name: 'argocd-redis',
    workload: 'redis',
    replicas: 1,
    strategy: 'Recreate',
    pod: {
      uid: UID,
      account,
      metrics: null,
      exempt: MADE_AT_START,
      init: [
        {
          name: 'secret-init',
          image: images.server,
          command: ['argocd', 'admin', 'redis-initial-password'],
          resources: resources('10m', '64Mi', '500m', '128Mi'),
        },
      ],
      containers: [
        {
          name: 'redis',
          image: images.redis,
          args: ['--save', '', '--appendonly', 'no', '--requirepass', '$(REDIS_PASSWORD)'],
          env: { REDIS_PASSWORD: { secretName: 'argocd-redis', secretKey: 'auth' } },
          ports: { redis: port },
          resources: inputs.resources.redis,
          live: { exec: alive },
          ready: { exec: alive },
        },
      ],
    },
  });
}
