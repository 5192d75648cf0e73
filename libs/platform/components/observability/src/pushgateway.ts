/** Pushgateway: where batch jobs leave their last numbers. One replica, nothing kept. */
import { systems } from '@chimera/platform-catalog';
import { defineComponent, deployment, resources, type StandardInputs, service } from '@chimera/platform-kit';

const system = systems.pushgateway;
const { web } = system.endpoints;

export const pushgateway = defineComponent<StandardInputs>({
  system,
  inputs: {
    // Two would each hold half of the groups.
    replicas: 1,
    resources: resources('10m', '32Mi', '100m', '64Mi'),
    service: { type: 'ClusterIP' },
    host: null,
  },
  metrics: [{ port: web.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'PushgatewayJobStale',
      expr: 'time() - push_time_seconds > 86400',
      for: '1h',
      severity: 'warning',
      summary: 'Job {{ $labels.exported_job }} has pushed nothing for a day',
      runbook: {
        symptom: 'A batch job whose result is a day old still has its numbers at the Pushgateway.',
        check: 'Look at the CronJob of that name and at the logs of its last run.',
        fix: 'Repair the job, or delete its group: a job that is gone should have deleted it at its end.',
      },
    },
  ],
  boards: { none: 'comes with the boards' },
  build(_chart, inputs, context) {
    deployment(context, {
      replicas: inputs.replicas,
      pod: {
        uid: 65534,
        metrics: { port: web.port },
        containers: [
          {
            name: 'pushgateway',
            image: system.images.server,
            args: [`--web.listen-address=:${web.port}`],
            ports: { web: web.port },
            resources: inputs.resources,
            live: { http: '/-/healthy', port: web.port },
            ready: { http: '/-/ready', port: web.port },
          },
        ],
      },
    });
    service(context, { endpoints: [web], workload: 'server', input: inputs.service });
  },
});
