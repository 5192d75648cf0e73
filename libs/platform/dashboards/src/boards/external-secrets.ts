/** External Secrets: are all secrets there, and does the store answer? Objects' namespaces come as `exported_namespace`. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat, table } from '../panels/make-panel.ts';
import { errorQuery, query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';

export const externalSecrets = board({
  uid: 'external-secrets',
  title: 'External Secrets',
  description: 'Which ExternalSecrets and stores are ready, how often they sync, and calls of the provider.',
  folder: 'API ecosystem',
  component: 'external-secrets',
  variables: [
    datasourceChoice('Prometheus'),
    anyOf('instance', 'instance', 'controller_runtime_reconcile_total{controller="externalsecret"}'),
  ],
  rows: [
    row('Now', [
      stat('Secrets ready', query(`sum(externalsecret_status_condition{${I},condition="Ready",status="True"})`)),
      stat('Secrets not ready', query(`sum(externalsecret_status_condition{${I},condition="Ready",status="False"})`), {
        thresholds: risingThresholds(1, 1),
      }),
      stat('Stores ready', query(`sum(clustersecretstore_status_condition{${I},condition="Ready",status="True"})`), {
        thresholds: fallingThresholds(1),
      }),
      stat('Syncs that failed, 1 h', query(`sum(increase(externalsecret_sync_calls_error{${I}}[1h]))`), {
        thresholds: risingThresholds(1, 10),
      }),
      table(
        'Secrets that are not ready',
        errorQuery(
          `max by (exported_namespace, name) (externalsecret_status_condition{${I},condition="Ready",status="False"}) == 1`,
          '',
          'every secret is ready while all is well',
        ),
        [
          { field: 'exported_namespace', title: 'Namespace' },
          { field: 'name', title: 'Secret' },
        ],
        { width: 8, height: 4 },
      ),
    ]),
    row('Syncs', [
      graph(
        'Syncs',
        query(
          `sum by (exported_namespace) (rate(externalsecret_sync_calls_total{${I}}[$__rate_interval]))`,
          '{{exported_namespace}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Syncs that failed',
        query(
          `sum by (exported_namespace, name) (rate(externalsecret_sync_calls_error{${I}}[$__rate_interval]))`,
          '{{exported_namespace}}/{{name}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Calls of the provider',
        query(
          `sum by (provider, call, status) (rate(externalsecret_provider_api_calls_count{${I}}[$__rate_interval]))`,
          '{{provider}} {{call}} {{status}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph(
        'Duration of reconciliations, p99',
        query(
          `histogram_quantile(0.99, sum by (controller, le) (rate(controller_runtime_reconcile_time_seconds_bucket{${I}}[$__rate_interval])))`,
          '{{controller}}',
        ),
        { unit: 's' },
      ),
      graph(
        'Reconciliations',
        query(
          `sum by (controller, result) (rate(controller_runtime_reconcile_total{${I}}[$__rate_interval]))`,
          '{{controller}} {{result}}',
        ),
        {
          unit: 'ops',
        },
      ),
      graph('Objects waiting', query(`sum by (name) (workqueue_depth{${I}})`, '{{name}}')),
    ]),
    processRow(I),
  ],
});
