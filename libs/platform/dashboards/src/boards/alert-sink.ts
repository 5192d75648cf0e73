/** What a laptop's Alertmanager has told: nobody is called there, notifications end in the sink. */
import { board } from '../board.ts';
import { row } from '../layout.ts';
import { graph, stat } from '../panels/make-panel.ts';
import { query } from '../query.ts';
import { risingThresholds } from '../units.ts';

export const alertSink = board({
  uid: 'alert-sink',
  title: 'Alert sink',
  description: 'Notifications by team that ended in the alert sink instead of calling somebody.',
  folder: 'Observability',
  component: 'alert-sink',
  rows: [
    row('Notifications', [
      stat('Alerts told, 1 h', query('sum(increase(alert_sink_alerts_total[1h]))')),
      stat('Requests that were none, 1 h', query('sum(increase(alert_sink_refused_total[1h]))'), {
        thresholds: risingThresholds(1, 10),
      }),
      graph('By team', query('sum by (team, status) (increase(alert_sink_alerts_total[1h]))', '{{team}} {{status}}'), {
        bars: true,
        width: 24,
      }),
    ]),
  ],
});
