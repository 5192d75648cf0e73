/** The sample application: a small service under its own load that pushes its metrics through the collector. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import { defineComponent, deployment, resources, type StandardInputs, service } from '@chimera/platform-kit';

const system = systems.sampleApp;
const { http } = system.endpoints;

export interface SampleAppInputs extends StandardInputs {
  /** Requests a second that it sends to itself. */
  readonly rate: number;
}

export const sampleApp = defineComponent<SampleAppInputs>({
  system,
  inputs: {
    replicas: 1,
    resources: resources('50m', '96Mi', '250m', '192Mi'),
    service: { type: 'ClusterIP' },
    // Its page is the board.
    host: null,
    // Enough for a smooth rate() over one minute, next to nothing of CPU.
    rate: 20,
  },
  metrics: { none: 'it pushes its metrics through the collector to MyTSDB' },
  // Its series are in MyTSDB, where Prometheus evaluates nothing: it is watched from outside.
  alerts: [
    {
      alert: 'SampleAppDown',
      expr: 'kube_deployment_status_replicas_available{namespace="mytsdb", deployment="sample-app"} == 0',
      for: '10m',
      severity: 'warning',
      summary: 'No replica of the sample application is available',
      runbook: {
        symptom: 'The boards of the sample application stand still.',
        check:
          'kubectl -n mytsdb get pods -l app.kubernetes.io/name=sample-app, then describe the pod and read its log.',
        fix: 'A wrong variable ends it with exit code 2 and says which; otherwise roll back the image.',
      },
    },
    {
      alert: 'SampleAppSilent',
      expr: '(sum(rate(otelcol_receiver_accepted_metric_points[5m])) == 0) and on () (sum(kube_deployment_status_replicas_available{namespace="mytsdb", deployment="sample-app"}) > 0)',
      for: '10m',
      severity: 'warning',
      summary: 'The sample application runs, but the collector receives no metrics',
      runbook: {
        symptom: 'The pod is ready, yet the collector accepts no metric points.',
        check:
          'The log of the pod names an outage once when it begins; look at the network policies of both and at the address it sends to.',
        fix: 'Bring the collector back, or correct the reference; the pod needs no restart.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    const collector = context.use(systems.otelCollector.endpoints['otlp-grpc']);
    deployment(context, {
      replicas: inputs.replicas,
      pod: {
        uid: 10001,
        metrics: null,
        containers: [
          {
            name: 'sample-app',
            image: system.images.server,
            env: {
              OTEL_EXPORTER_OTLP_ENDPOINT: `http://${collector.address}`,
              SAMPLE_APP_INTERVAL: '10',
              SAMPLE_APP_HOST: '0.0.0.0',
              SAMPLE_APP_PORT: String(http.port),
              SAMPLE_APP_RATE: String(inputs.rate),
              SAMPLE_APP_INSTANCE: { field: 'metadata.name' },
            },
            ports: { http: http.port },
            resources: inputs.resources,
            live: { http: '/healthz', port: http.port },
            ready: { http: '/healthz', port: http.port },
          },
        ],
      },
    });
    service(context, { endpoints: [http], workload: 'server', input: inputs.service });
  },
});
