/** Grafana 7.5.5: data sources and boards come from git, users and preferences are on its claim. Never exposed without the login. */
import { systems } from '@chimera/platform-catalog';
import { boardFile, boards, boardsOf } from '@chimera/platform-dashboards';
import {
  account,
  claim,
  configMap,
  defineComponent,
  deployment,
  type Memory,
  pageUrl,
  RenderError,
  type Resources,
  resources,
  route,
  type SingleReplicaInputs,
  service,
  toYaml,
} from '@chimera/platform-kit';
import { datasources, providers, SEEDED, SIDECAR_FOLDER } from './grafana-provisioning.ts';

const system = systems.grafana;
const { web, sidecar } = system.endpoints;

export interface GrafanaInputs extends SingleReplicaInputs {
  /** The claim of its database. */
  readonly storage: Memory;
  readonly sidecar: Resources;
}

export const grafana = defineComponent<GrafanaInputs>({
  system,
  inputs: {
    // Its database is one SQLite file.
    replicas: 1,
    resources: resources('100m', '256Mi', '500m', '512Mi'),
    service: { type: 'ClusterIP' },
    host: 'grafana',
    storage: '1Gi',
    sidecar: resources('10m', '64Mi', '100m', '192Mi'),
  },
  metrics: [{ port: web.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'GrafanaGone',
      expr: 'absent(grafana_build_info)',
      for: '10m',
      severity: 'warning',
      summary: 'No Grafana is scraped',
      runbook: {
        symptom: 'The boards cannot be opened.',
        check:
          'kubectl -n monitoring get pods -l app.kubernetes.io/name=grafana, then describe the pod and read the log of its container grafana.',
        fix: 'A claim that cannot be mounted keeps it Pending: see the events. A wrong data source or provider ends it at start: revert the change.',
      },
    },
    {
      alert: 'GrafanaRequestsFail',
      expr: 'sum by (namespace, pod) (rate(grafana_api_response_status_total{code="500"}[5m])) / sum by (namespace, pod) (rate(grafana_api_response_status_total[5m])) > 0.05',
      for: '10m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the requests to the API of {{ $labels.pod }} fail',
      runbook: {
        symptom: 'Boards load with errors or not at all.',
        check: 'The log of the container grafana names path and error of each.',
        fix: 'A locked or full database: look at the free space of the claim, then restart the pod.',
      },
    },
    {
      alert: 'GrafanaDatasourceFails',
      expr: 'sum by (namespace, pod) (rate(grafana_proxy_response_status_total{code="500"}[5m])) / sum by (namespace, pod) (rate(grafana_proxy_response_status_total[5m])) > 0.1',
      for: '10m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the queries through {{ $labels.pod }} fail',
      runbook: {
        symptom: 'Panels show an error instead of data.',
        check:
          'Open a failing panel, Inspect, Query: it tells the data source and its answer. See whether Prometheus and MyTSDB are up.',
        fix: 'Bring the data source back; an expression that is too heavy needs a shorter range or a recording rule.',
      },
    },
    {
      alert: 'GrafanaHasNoBoards',
      expr: 'max by (namespace, pod) (grafana_stat_totals_dashboard) == 0',
      for: '30m',
      severity: 'warning',
      summary: '{{ $labels.pod }} shows no boards',
      runbook: {
        symptom: 'The list of boards is empty.',
        check:
          'The log of the container sidecar: it lists ConfigMaps with the label grafana_dashboard=1 and writes their files.',
        fix: 'Restore its right to read ConfigMaps, or restart the pod when its watch hangs.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    const reader = account(context, {
      name: 'grafana',
      // The boards of a component are in its own namespace.
      clusterRules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
    });
    context.allow({
      direction: 'egress',
      to: 'api-server',
      ports: [443, 6443],
      reason: 'the sidecar watches ConfigMaps that hold boards',
    });
    const seeded = seededBoard();
    const admin = context.secret(system.secrets.admin);
    const address = inputs.host === null ? null : pageUrl(context, inputs.host);
    deployment(context, {
      replicas: inputs.replicas,
      // Two pods may not hold the claim, nor the database.
      strategy: 'Recreate',
      pod: {
        uid: 472,
        gid: 0,
        fsGroup: 472,
        account: reader,
        metrics: { port: web.port },
        volumes: {
          data: claim(context, 'grafana', inputs.storage),
          tmp: { emptyDir: '64Mi' },
          boards: { emptyDir: '64Mi' },
          datasources: configMap(context, 'grafana-datasources', {
            'datasources.yaml': toYaml(datasources(context), 'Data sources of Grafana 7.5'),
          }),
          providers: configMap(context, 'grafana-dashboard-providers', {
            'providers.yaml': toYaml(providers(seeded.folder), 'Where Grafana 7.5 finds boards'),
          }),
          seeded: configMap(context, SEEDED.configMap, { [`${SEEDED.uid}.json`]: seeded.json }),
        },
        containers: [
          {
            name: 'grafana',
            image: system.images.server,
            env: {
              GF_SECURITY_ADMIN_USER: 'admin',
              // Read when the database is made; later changes are made in Grafana.
              GF_SECURITY_ADMIN_PASSWORD: admin.key('GF_SECURITY_ADMIN_PASSWORD'),
              GF_USERS_ALLOW_SIGN_UP: 'false',
              GF_SERVER_HTTP_PORT: String(web.port),
              ...(address !== null && { GF_SERVER_ROOT_URL: `${address}/` }),
              GF_LOG_MODE: 'console',
              // It asks nobody outside the cluster for anything.
              GF_ANALYTICS_REPORTING_ENABLED: 'false',
              GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
              GF_SECURITY_DISABLE_GRAVATAR: 'true',
              GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
            },
            ports: { web: web.port },
            resources: inputs.resources,
            mounts: {
              data: '/var/lib/grafana',
              tmp: '/tmp',
              boards: { path: SIDECAR_FOLDER, readOnly: true },
              seeded: { path: SEEDED.folder, readOnly: true },
              datasources: { path: '/etc/grafana/provisioning/datasources', readOnly: true },
              providers: { path: '/etc/grafana/provisioning/dashboards', readOnly: true },
            },
            live: { http: '/api/health', port: web.port, failureThreshold: 6 },
            ready: { http: '/api/health', port: web.port },
            startup: { http: '/api/health', port: web.port, failureThreshold: 30 },
          },
          {
            name: 'sidecar',
            image: system.images.sidecar,
            env: {
              METHOD: 'WATCH',
              RESOURCE: 'configmap',
              NAMESPACE: 'ALL',
              LABEL: 'grafana_dashboard',
              LABEL_VALUE: '1',
              FOLDER: SIDECAR_FOLDER,
              FOLDER_ANNOTATION: 'grafana_folder',
              // A watch that the network has forgotten is opened anew.
              WATCH_SERVER_TIMEOUT: '60',
              WATCH_CLIENT_TIMEOUT: '66',
            },
            ports: { sidecar: sidecar.port },
            resources: inputs.sidecar,
            uid: 65534,
            mounts: { tmp: '/tmp', boards: SIDECAR_FOLDER },
            live: { http: '/healthz', port: sidecar.port },
            ready: { http: '/healthz', port: sidecar.port },
          },
        ],
      },
    });
    service(context, { endpoints: [web], workload: 'server', input: inputs.service });
    route(context, { host: inputs.host });
  },
});

function seededBoard() {
  const board = boards.find(({ uid }) => uid === SEEDED.uid);
  if (board === undefined) {
    throw new RenderError(
      'invalid-input',
      `There is no board "${SEEDED.uid}", which Grafana mounts under seed 004's names. Add it to libs/platform/dashboards/src/boards.ts.`,
    );
  }
  return boardFile(board);
}
