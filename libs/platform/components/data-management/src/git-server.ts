/** Gitea, the Git server of kind-local: Argo CD pulls from it, and it tells Argo CD of every push. The server cluster uses a host outside. */
import { systems } from '@chimera/platform-catalog';
import {
  type Alert,
  type Context,
  claim,
  defineComponent,
  deployment,
  job,
  type Memory,
  pageUrl,
  type Resources,
  resources,
  route,
  type StandardInputs,
  service,
} from '@chimera/platform-kit';

const system = systems.gitServer;
const { http } = system.endpoints;

/** Owner and name of the repository: the path that every cluster.ts of this Git server gives. */
const OWNER = 'chimera';
const REPOSITORY = 'chimera';

/** The image's user and where it writes. */
const UID = 1000;
const MOUNTS = { data: '/var/lib/gitea', config: '/etc/gitea', tmp: '/tmp' };

export interface GitServerInputs extends StandardInputs {
  readonly storage: { readonly size: Memory; readonly storageClass?: string };
}

const alerts: readonly Alert[] = [
  {
    alert: 'GitServerDown',
    expr: 'absent(gitea_build_info)',
    for: '5m',
    severity: 'critical',
    summary: 'The Git server does not answer: pushes fail and Argo CD sees no commits',
    runbook: {
      symptom: 'git push is refused, and Applications say that the repository cannot be fetched.',
      check: 'kubectl -n git get pods, and the log of deployment/git-server.',
      fix: 'Delete its pod; when its volume is lost, push the working copy again: it holds all that was there.',
    },
  },
  {
    alert: 'GitServerEmpty',
    expr: 'gitea_repositories == 0',
    for: '15m',
    severity: 'warning',
    summary: 'The Git server has no repository, so Argo CD has nothing to sync',
    runbook: {
      symptom: 'Every Application is Unknown.',
      check: 'kubectl -n git get jobs: the one that makes the repository and its webhook should have completed.',
      fix: 'Delete that Job, which Argo CD then makes again, and push.',
    },
  },
];

export const gitServer = defineComponent<GitServerInputs>({
  system,
  inputs: {
    // Its database is a file.
    replicas: 1,
    resources: resources('100m', '192Mi', '1', '512Mi'),
    service: { type: 'ClusterIP' },
    host: 'git',
    // The repository is small; there is room for its history.
    storage: { size: '1Gi' },
  },
  metrics: [{ port: http.port, path: '/metrics' }],
  alerts,
  boards: { none: 'its three numbers are in its alerts' },
  build(_chart, inputs, context) {
    const admin = context.secret(system.secrets.admin);
    const data = claim(context, system.name, inputs.storage.size, inputs.storage.storageClass);
    const env = {
      ...settings(`${pageUrl(context, inputs.host ?? system.name)}/`),
      GITEA__security__SECRET_KEY: admin.key('secret-key'),
      GITEA__security__INTERNAL_TOKEN: admin.key('internal-token'),
    };
    deployment(context, {
      replicas: inputs.replicas,
      strategy: 'Recreate',
      pod: {
        uid: UID,
        fsGroup: UID,
        metrics: { port: http.port },
        init: [
          {
            name: 'owner',
            image: system.images.server,
            command: ['sh', '-euc', CREATE_OWNER],
            env: { ...env, OWNER, PASSWORD: admin.key('password') },
            mounts: MOUNTS,
            resources: resources('50m', '128Mi', '1', '512Mi'),
          },
        ],
        containers: [
          {
            name: 'git-server',
            image: system.images.server,
            env,
            ports: { http: http.port },
            mounts: MOUNTS,
            resources: inputs.resources,
            live: { http: '/api/healthz', port: http.port, failureThreshold: 6 },
            ready: { http: '/api/healthz', port: http.port },
            startup: { http: '/api/healthz', port: http.port, failureThreshold: 30, periodSeconds: 5 },
          },
        ],
        volumes: { data, config: { emptyDir: '1Mi' }, tmp: { emptyDir: '256Mi' } },
      },
    });
    service(context, { endpoints: [http], workload: 'server', input: inputs.service });
    route(context, { host: inputs.host });
    repository(context, inputs.resources);
  },
});

/** Its app.ini, as the image reads it from the environment. */
function settings(rootUrl: string): Record<string, string> {
  return {
    GITEA__server__HTTP_PORT: String(http.port),
    GITEA__server__ROOT_URL: rootUrl,
    GITEA__server__DISABLE_SSH: 'true',
    GITEA__server__OFFLINE_MODE: 'true',
    GITEA__database__DB_TYPE: 'sqlite3',
    GITEA__security__INSTALL_LOCK: 'true',
    GITEA__service__DISABLE_REGISTRATION: 'true',
    GITEA__oauth2__ENABLED: 'false',
    GITEA__actions__ENABLED: 'false',
    GITEA__metrics__ENABLED: 'true',
    GITEA__repository__DEFAULT_BRANCH: 'main',
    // Argo CD's Service has an address of the cluster.
    GITEA__webhook__ALLOWED_HOST_LIST: 'private',
    GITEA__log__LEVEL: 'Info',
  };
}

/** Runs before the server, which has the database to itself afterwards. Repeated at each start; the password follows the secret. */
const CREATE_OWNER = `
/usr/local/bin/docker-setup.sh
gitea --config "$GITEA_APP_INI" migrate
if gitea --config "$GITEA_APP_INI" admin user list --admin | grep -qw "$OWNER"; then
  gitea --config "$GITEA_APP_INI" admin user change-password --username "$OWNER" --password "$PASSWORD" --must-change-password=false
else
  gitea --config "$GITEA_APP_INI" admin user create --admin --username "$OWNER" --password "$PASSWORD" \\
    --email "$OWNER@localhost.localdomain" --must-change-password=false
fi
`.trimStart();

/** The repository and its webhook, once the server answers; both are left alone where they exist. */
const CREATE_REPOSITORY = `
call() {
  curl --silent --show-error --fail --user "$OWNER:$PASSWORD" --header 'Content-Type: application/json' "$@"
}
call --output /dev/null "$API/version"
call --output /dev/null "$API/repos/$OWNER/$REPOSITORY" ||
  call --output /dev/null --data "{\\"name\\":\\"$REPOSITORY\\",\\"default_branch\\":\\"main\\"}" "$API/user/repos"
call "$API/repos/$OWNER/$REPOSITORY/hooks" | grep -qF "$LISTENER" ||
  call --output /dev/null "$API/repos/$OWNER/$REPOSITORY/hooks" --data \\
    "{\\"type\\":\\"gitea\\",\\"active\\":true,\\"events\\":[\\"push\\"],\\"config\\":{\\"url\\":\\"$LISTENER\\",\\"content_type\\":\\"json\\",\\"secret\\":\\"$WEBHOOK_SECRET\\"}}"
`.trimStart();

function repository(context: Context, limits: Resources): void {
  // Argo CD may not run yet when the Job does.
  const listener = context.use(systems.argocd.endpoints.server, { wait: false });
  const admin = context.secret(system.secrets.admin);
  const webhook = context.secret(systems.argocd.secrets.webhook);
  job(context, {
    name: 'git-server-repository',
    workload: 'repository',
    pod: {
      uid: UID,
      metrics: null,
      containers: [
        {
          name: 'repository',
          image: system.images.server,
          command: ['sh', '-euc', CREATE_REPOSITORY],
          env: {
            API: `${http.url}/api/v1`,
            LISTENER: `${listener.url}/api/webhook`,
            OWNER,
            REPOSITORY,
            PASSWORD: admin.key('password'),
            WEBHOOK_SECRET: webhook.key('webhook.gogs.secret'),
          },
          resources: resources('10m', '32Mi', limits.limits.cpu, '64Mi'),
        },
      ],
    },
  });
}
