/** Pushgateway: where batch jobs leave their last numbers. One replica, nothing kept. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  customObject,
  defineComponent,
  deployment,
  LABEL,
  resources,
  type SingleReplicaInputs,
  service,
} from '@chimera/platform-kit';

const system = systems.pushgateway;
const { web } = system.endpoints;

export const pushgateway = defineComponent<SingleReplicaInputs>({
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
      summary: 'Job {{ $labels.job }} has pushed nothing for a day',
      runbook: {
        symptom: 'A batch job whose result is a day old still has its numbers at the Pushgateway.',
        check: 'Look at the CronJob of that name and at the logs of its last run.',
        fix: 'Repair the job, or delete its group: a job that is gone should have deleted it at its end.',
      },
    },
    {
      alert: 'PushgatewayPushFailed',
      expr: 'push_failure_time_seconds > push_time_seconds',
      for: '5m',
      severity: 'warning',
      summary: 'The last push of job {{ $labels.job }} was refused',
      runbook: {
        symptom: 'The numbers of the job are those of an older run.',
        check:
          'Push the same text by hand with curl: the answer names the line. Usual causes are a type that differs from what another group pushed, and timestamps.',
        fix: 'Correct what the job pushes.',
      },
    },
    {
      alert: 'PushgatewayDown',
      expr: 'absent(up{job="pushgateway"} == 1)',
      for: '10m',
      severity: 'warning',
      summary: 'No Pushgateway answers',
      runbook: {
        symptom: 'Batch jobs cannot leave their numbers; what they left is gone with the pod.',
        check: 'kubectl -n monitoring get pods -l app.kubernetes.io/name=pushgateway',
        fix: 'Let its Application sync, or raise its memory limit when it was killed for it; then run the jobs again.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    deployment(context, {
      replicas: inputs.replicas,
      pod: {
        uid: 65534,
        // The ServiceMonitor below scrapes it: what jobs pushed keeps the labels they gave.
        metrics: null,
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
    customObject(context, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name: system.name },
      spec: {
        selector: { matchLabels: { [LABEL.name]: system.name } },
        endpoints: [
          {
            port: web.name,
            honorLabels: true,
            relabelings: [{ action: 'labeldrop', regex: 'namespace|service|pod|container|endpoint' }],
          },
        ],
      },
    });
  },
});
