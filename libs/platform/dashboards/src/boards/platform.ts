/** All targets of the platform: what is up, how long scrapes take, how many series each brings. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat, table } from '../panels/make-panel.ts';
import { errorQuery, query } from '../query.ts';
import { fallingThresholds, risingThresholds } from '../units.ts';
import { anyOf, datasourceChoice } from '../variable.ts';

const J = 'job=~"$job"';

export const platform = board({
  uid: 'platform',
  title: 'Platform overview',
  description: 'Every scraped target of the platform: up or down, duration and size of its scrapes, alerts that fire.',
  folder: 'Platform',
  component: 'insights',
  variables: [datasourceChoice('Prometheus'), anyOf('job', 'job', 'up')],
  presets: ['now-1h', 'now-6h', 'now-24h', 'now-7d'],
  rows: [
    row('Now', [
      stat('Targets up', query(`sum(up{${J}})`)),
      stat('Targets down', query(`count(up{${J}}) - sum(up{${J}})`), { thresholds: risingThresholds(1, 1) }),
      stat('Jobs', query(`count(count by (job) (up{${J}}))`)),
      stat('Series scraped', query(`sum(scrape_samples_scraped{${J}})`)),
      stat('Slowest scrape', query(`max(scrape_duration_seconds{${J}})`), {
        unit: 's',
        thresholds: risingThresholds(5, 10),
      }),
      stat('Alerts firing', query('count(ALERTS{alertstate="firing"}) or vector(0)'), {
        thresholds: risingThresholds(2, 5),
      }),
    ]),
    row('Targets', [
      table(
        'By job',
        [
          query(`sum by (job) (up{${J}})`),
          query(`count by (job) (up{${J}})`),
          query(`max by (job) (scrape_duration_seconds{${J}})`),
          query(`sum by (job) (scrape_samples_scraped{${J}})`),
        ],
        [
          { field: 'job', title: 'Job' },
          { field: 'Value #A', title: 'Up', thresholds: fallingThresholds(1) },
          { field: 'Value #B', title: 'Targets' },
          { field: 'Value #C', title: 'Slowest scrape', unit: 's', thresholds: risingThresholds(5, 10) },
          { field: 'Value #D', title: 'Series' },
        ],
        { sortBy: 'Series', height: 12 },
      ),
      graph('Up', query(`avg by (job) (up{${J}})`, '{{job}}'), { unit: 'percentunit', max: 1 }),
      graph('Duration of scrapes', query(`max by (job) (scrape_duration_seconds{${J}})`, '{{job}}'), { unit: 's' }),
      graph('Series by job', query(`sum by (job) (scrape_samples_post_metric_relabeling{${J}})`, '{{job}}'), {
        stack: true,
      }),
      graph('New series', query(`sum by (job) (scrape_series_added{${J}})`, '{{job}}')),
    ]),
    row('What is wrong', [
      table(
        'Targets that are down',
        errorQuery(`up{${J}} == 0`, '', 'no target is down while all is well'),
        [
          { field: 'job', title: 'Job' },
          { field: 'instance', title: 'Target' },
          { field: 'namespace', title: 'Namespace' },
          { field: 'pod', title: 'Pod' },
        ],
        { width: 12 },
      ),
      table(
        'Alerts',
        errorQuery('ALERTS{alertstate="firing"}', '', 'no alert fires while all is well'),
        [
          { field: 'alertname', title: 'Alert' },
          { field: 'severity', title: 'Severity' },
          { field: 'team', title: 'Team' },
          { field: 'namespace', title: 'Namespace' },
          { field: 'pod', title: 'Pod' },
        ],
        { width: 12 },
      ),
    ]),
  ],
});
