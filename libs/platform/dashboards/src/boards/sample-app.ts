/** The sample application, whose metrics travel over OTLP: rate, errors, duration. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, heatmap, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';
import { anyOf } from '../variable.ts';

const F = 'job="demo/sample-app",instance=~"$instance"';
const requests = `rate(http_requests_total{${F}}[$__rate_interval])`;
const buckets = `rate(http_request_duration_seconds_bucket{${F}}[$__rate_interval])`;

export const sampleApp = board({
  uid: 'sample-app',
  title: 'Sample application',
  description: 'Requests, errors and latency of the sample application, as it measures them with OpenTelemetry.',
  folder: 'MyTSDB',
  component: 'sample-app',
  datasource: 'MyTSDB',
  variables: [anyOf('instance', 'instance', 'http_requests_total{job="demo/sample-app"}')],
  rows: [
    row('Now', [
      stat('Requests', query(`sum(${requests})`), { unit: 'reqps', width: 6 }),
      stat('Errors', query(`sum(rate(http_requests_total{${F},code=~"5.."}[$__rate_interval])) / sum(${requests})`), {
        unit: 'percentunit',
        thresholds: risingThresholds(0.01, 0.05),
        width: 6,
      }),
      stat('Latency, p99', query(`histogram_quantile(0.99, sum by (le) (${buckets}))`), {
        unit: 's',
        thresholds: risingThresholds(0.5, 2),
        width: 6,
      }),
      stat('Being served', query(`sum(http_requests_active{${F}})`), { width: 6 }),
    ]),
    row('Requests', [
      graph('By route', query(`sum by (method, route) (${requests})`, '{{method}} {{route}}'), { unit: 'reqps' }),
      graph('By code', query(`sum by (code) (${requests})`, '{{code}}'), { unit: 'reqps', stack: true }),
      graph(
        'Latency',
        [0.5, 0.9, 0.99].map((quantile) =>
          query(`histogram_quantile(${quantile}, sum by (le) (${buckets}))`, `p${quantile * 100}`),
        ),
        { unit: 's' },
      ),
      heatmap('Latency of all requests', query(`sum by (le) (${buckets})`, '{{le}}')),
    ]),
  ],
});
