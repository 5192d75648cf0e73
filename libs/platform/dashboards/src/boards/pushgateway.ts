/** What batch jobs left at the Pushgateway, and how old it is. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat, table } from '../panels/make-panel.ts';
import { errorQuery, query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';
import { processRow } from './process-row.ts';

const I = 'instance=~"$instance"';

export const pushgateway = board({
  uid: 'pushgateway',
  title: 'Pushgateway',
  description: 'Groups of metrics that batch jobs have pushed, their age, and the requests that brought them.',
  folder: 'Observability',
  component: 'pushgateway',
  variables: [datasourceChoice('Prometheus'), anyOf('instance', 'instance', 'pushgateway_build_info')],
  rows: [
    row('Groups', [
      stat('Groups', query('count(push_time_seconds)')),
      stat('Oldest push', query('max(time() - push_time_seconds)'), {
        unit: 'dtdurations',
        thresholds: risingThresholds(86_400, 172_800),
      }),
      table(
        'By job',
        query('max by (job) (time() - push_time_seconds)'),
        [
          { field: 'job', title: 'Job' },
          { field: 'Value', title: 'Age', unit: 'dtdurations', thresholds: risingThresholds(86_400, 172_800) },
        ],
        { sortBy: 'Age', width: 16 },
      ),
      graph(
        'Jobs whose last push was refused',
        errorQuery('push_failure_time_seconds > push_time_seconds', '{{job}}', 'no push is refused while all is well'),
        { width: 24, height: 5 },
      ),
    ]),
    row('Requests', [
      graph(
        'Requests',
        query(
          `sum by (handler, method, code) (rate(pushgateway_http_requests_total{${I}}[$__rate_interval]))`,
          '{{method}} {{handler}} {{code}}',
        ),
        {
          unit: 'reqps',
        },
      ),
      graph('Duration of pushes', query(`pushgateway_http_push_duration_seconds{${I}}`, '{{method}} p{{quantile}}'), {
        unit: 's',
      }),
      graph('Size of pushes', query(`pushgateway_http_push_size_bytes{${I}}`, '{{method}} p{{quantile}}'), {
        unit: 'bytes',
      }),
    ]),
    processRow(I),
  ],
});
