/** Alert sink: where kind-local's Alertmanager sends what a real cluster would send to people. Every alert becomes a line of its log. */
import { readFileSync } from 'node:fs';
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  configMap,
  defineComponent,
  deployment,
  resources,
  type SingleReplicaInputs,
  service,
} from '@chimera/platform-kit';

const system = systems.alertSink;
const { web } = system.endpoints;
const PROGRAM = 'alert-sink-server.ts';

export const alertSink = defineComponent<SingleReplicaInputs>({
  system,
  inputs: {
    // Its counts are its own memory.
    replicas: 1,
    resources: resources('10m', '48Mi', '100m', '96Mi'),
    service: { type: 'ClusterIP' },
    host: null,
  },
  metrics: [{ port: web.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'AlertSinkRefusesNotifications',
      expr: 'increase(alert_sink_refused_total[15m]) > 0',
      for: '0m',
      severity: 'warning',
      summary: 'The alert sink was sent something that is no notification',
      runbook: {
        symptom: 'Alerts of kind-local do not appear in the log of the sink.',
        check: 'kubectl -n monitoring logs deployment/alert-sink; the versions of Alertmanager and of the sink.',
        fix: 'Bring alert-sink-server.ts in line with what this Alertmanager posts.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    const program = configMap(context, 'alert-sink', {
      [PROGRAM]: readFileSync(new URL(PROGRAM, import.meta.url), 'utf8'),
    });
    deployment(context, {
      replicas: inputs.replicas,
      pod: {
        uid: 10001,
        metrics: { port: web.port },
        volumes: { program },
        containers: [
          {
            name: 'alert-sink',
            image: system.images.server,
            command: ['node', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', `/program/${PROGRAM}`],
            env: { PORT: String(web.port) },
            ports: { web: web.port },
            mounts: { program: { path: '/program', readOnly: true } },
            resources: inputs.resources,
            live: { http: '/healthz', port: web.port },
            ready: { http: '/healthz', port: web.port },
          },
        ],
      },
    });
    service(context, { endpoints: [web], workload: 'server', input: inputs.service });
  },
});
