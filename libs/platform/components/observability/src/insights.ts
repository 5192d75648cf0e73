/** Insights: what follows from everybody's metrics, and belongs to no single system. Rules only. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import { defineComponent } from '@chimera/platform-kit';
import { insightsAlerts } from './insights-alerts.ts';
import { insightsRecordings } from './insights-recordings.ts';

export const insights = defineComponent<object>({
  system: systems.insights,
  inputs: {},
  metrics: { none: 'rules run inside Prometheus' },
  alerts: insightsAlerts,
  recordings: insightsRecordings,
  boards: boardsOf(systems.insights),
  build() {},
});
