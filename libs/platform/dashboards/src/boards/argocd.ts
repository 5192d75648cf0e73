/** Argo CD: Applications by state, syncs, git and the controller's queues. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, pie, stat, table } from '../panels/make-panel.ts';
import { errorQuery, query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const P = 'project=~"$project"';

export const argocd = board({
  uid: 'argocd',
  title: 'Argo CD',
  description: 'Applications by health and sync state, syncs and reconciliations, git requests and queues of Argo CD.',
  folder: 'Data management',
  component: 'argocd',
  variables: [
    datasourceChoice('Prometheus'),
    anyOf('project', 'project', 'argocd_app_info'),
    anyOf('instance', 'instance', '{__name__=~"argocd_cluster_info|argocd_info|argocd_git_request_total"}'),
  ],
  presets: ['now-1h', 'now-6h', 'now-24h'],
  rows: [
    row('Now', [
      stat('Applications', query(`count(argocd_app_info{${P}})`)),
      stat('Synced', query(`count(argocd_app_info{${P},sync_status="Synced"}) / count(argocd_app_info{${P}})`), {
        unit: 'percentunit',
        thresholds: fallingThresholds(1),
      }),
      stat('Healthy', query(`count(argocd_app_info{${P},health_status="Healthy"}) / count(argocd_app_info{${P}})`), {
        unit: 'percentunit',
        thresholds: fallingThresholds(1),
      }),
      stat('Cluster connected', query('min(argocd_cluster_connection_status)'), {
        unit: 'none',
        words: { '0': 'no', '1': 'yes' },
        thresholds: fallingThresholds(1),
        sparkline: false,
      }),
      stat('Syncs, 1 h', query(`sum(increase(argocd_app_sync_total{${P}}[1h]))`)),
      stat('Git fetches that failed, 1 h', query('sum(increase(argocd_git_fetch_fail_total[1h]))'), {
        thresholds: risingThresholds(1, 10),
      }),
    ]),
    row('Applications', [
      pie('By health', query(`count by (health_status) (argocd_app_info{${P}})`, '{{health_status}}')),
      pie('By sync state', query(`count by (sync_status) (argocd_app_info{${P}})`, '{{sync_status}}')),
      pie('By project', query(`count by (project) (argocd_app_info{${P}})`, '{{project}}')),
      table(
        'Neither synced nor healthy',
        errorQuery(
          `sum by (name, project, sync_status, health_status) (argocd_app_info{${P},sync_status!="Synced"} or argocd_app_info{${P},health_status!="Healthy"})`,
          '',
          'every Application is synced and healthy while all is well',
        ),
        [
          { field: 'name', title: 'Application' },
          { field: 'project', title: 'Project' },
          { field: 'sync_status', title: 'Sync' },
          { field: 'health_status', title: 'Health' },
        ],
      ),
      graph('Syncs by phase', query(`sum by (phase) (increase(argocd_app_sync_total{${P}}[10m]))`, '{{phase}}'), {
        bars: true,
      }),
      graph(
        'Syncs by Application',
        query(`sum by (name) (increase(argocd_app_sync_total{${P}}[10m])) > 0`, '{{name}}'),
        { bars: true },
      ),
    ]),
    row('Controller', [
      graph(
        'Reconciliations',
        query('sum by (dest_server) (rate(argocd_app_reconcile_count[$__rate_interval]))', '{{dest_server}}'),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Duration of reconciliations, p90',
        query(
          'histogram_quantile(0.9, sum by (dest_server, le) (rate(argocd_app_reconcile_bucket[$__rate_interval])))',
          '{{dest_server}}',
        ),
        { unit: 's' },
      ),
      graph('Queues', query('sum by (name) (workqueue_depth{name=~"app_.*"})', '{{name}}'), { width: 8 }),
      graph('kubectl', query('sum by (command) (rate(argocd_kubectl_exec_total[$__rate_interval]))', '{{command}}'), {
        unit: 'ops',
        width: 8,
      }),
      graph('Events', query('sum by (kind) (rate(argocd_cluster_events_total[$__rate_interval]))', '{{kind}}'), {
        unit: 'ops',
        width: 8,
      }),
      graph('Objects in the cache', query('argocd_cluster_api_resource_objects', '{{server}}'), { width: 8 }),
      graph('Age of the cache', query('argocd_cluster_cache_age_seconds', '{{server}}'), { unit: 's', width: 8 }),
      graph(
        'Redis',
        query(
          'sum by (initiator, failed) (rate(argocd_redis_request_total[$__rate_interval]))',
          '{{initiator}} failed: {{failed}}',
        ),
        {
          unit: 'reqps',
          width: 8,
        },
      ),
    ]),
    row('Git and API', [
      graph(
        'Git requests',
        query('sum by (request_type) (rate(argocd_git_request_total[$__rate_interval]))', '{{request_type}}'),
        {
          unit: 'reqps',
        },
      ),
      graph(
        'Duration of git requests, p90',
        query(
          'histogram_quantile(0.9, sum by (request_type, le) (rate(argocd_git_request_duration_seconds_bucket[$__rate_interval])))',
          '{{request_type}}',
        ),
        { unit: 's' },
      ),
      graph(
        'Requests that wait for the repository',
        query('sum by (repo) (argocd_repo_pending_request_total)', '{{repo}}'),
      ),
      graph(
        'Calls of the API by code',
        query(
          'sum by (grpc_service, grpc_code) (rate(grpc_server_handled_total{grpc_service=~".*ApplicationService|.*SessionService"}[$__rate_interval]))',
          '{{grpc_service}} {{grpc_code}}',
        ),
        {
          unit: 'reqps',
        },
      ),
    ]),
    processRow('instance=~"$instance"'),
  ],
});
