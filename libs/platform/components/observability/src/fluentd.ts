/** Fluentd: one agent a node reads the log files of its containers and delivers them to OpenSearch, or keeps them on the node. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  account,
  configMap,
  daemonSet,
  defineComponent,
  type Memory,
  type Resources,
  resources,
} from '@chimera/platform-kit';
import { fluentdConfig, STATE, SWEEP_FILE, SWEEP_SCRIPT } from './fluentd-config.ts';

const system = systems.fluentd;
const { forward, metrics } = system.endpoints;

export interface FluentdInputs {
  /** `opensearch` waits for OpenSearch; `file` keeps the newest logs on the node. */
  readonly output: 'file' | 'opensearch';
  /** Most that one node keeps, delivered or not. */
  readonly keep: Memory;
  readonly resources: Resources;
}

export const fluentd = defineComponent<FluentdInputs>({
  system,
  inputs: {
    // OpenSearch is not among the observability team's systems: a cluster that runs it says so.
    output: 'file',
    // About a day of a small cluster, compressed.
    keep: '512Mi',
    resources: resources('100m', '256Mi', '500m', '512Mi'),
  },
  metrics: [{ port: metrics.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'FluentdGone',
      expr: 'absent(fluentd_output_status_emit_records)',
      for: '10m',
      severity: 'warning',
      summary: 'No Fluentd is scraped',
      runbook: {
        symptom: 'Logs of containers are collected on no node.',
        check:
          'kubectl -n node-agents get pods -l app.kubernetes.io/name=fluentd, then read the log: a wrong configuration ends it at start.',
        fix: 'Revert the change of the configuration. Nothing is lost while the node still has the log files: reading goes on where it stopped.',
      },
    },
    {
      alert: 'FluentdCannotDeliver',
      expr: 'sum by (namespace, pod, plugin_id) (delta(fluentd_output_status_num_errors[15m])) > 0 and sum by (namespace, pod, plugin_id) (fluentd_output_status_retry_count) > 0',
      for: '15m',
      severity: 'warning',
      summary: 'Output {{ $labels.plugin_id }} of {{ $labels.pod }} cannot deliver and retries',
      runbook: {
        symptom: 'Logs arrive late or not at all; they wait on the disk of the node.',
        check: 'The log of the pod names the answer of OpenSearch; look at its health and at its free disk.',
        fix: 'Bring OpenSearch back; Fluentd then delivers what has waited. A rejected mapping needs another index prefix.',
      },
    },
    {
      alert: 'FluentdBufferFills',
      expr: 'min by (namespace, pod, plugin_id) (fluentd_output_status_buffer_available_space_ratio) < 20',
      for: '10m',
      severity: 'warning',
      summary: 'Only {{ $value | humanize }}% of the buffer of {{ $labels.pod }} is free',
      runbook: {
        symptom: 'Soon reading of log files pauses (OpenSearch) or the oldest chunks go (file).',
        check:
          'fluentd_output_status_emit_records tells how much comes, fluentd_output_status_write_count how much leaves.',
        fix: 'Quieten the container that logs too much, bring the output back, or raise the input keep.',
      },
    },
    {
      alert: 'FluentdReadsNothing',
      expr: 'sum by (namespace, pod) (delta(fluentd_output_status_emit_records{plugin_id="logs"}[15m])) == 0',
      for: '30m',
      severity: 'warning',
      summary: '{{ $labels.pod }} has passed on no log line for half an hour',
      runbook: {
        symptom: 'The agent runs, but the logs of its node stand still.',
        check:
          'Compare fluentd_tail_file_position with the sizes in /var/log/containers on the node; the parser must be cri with containerd.',
        fix: 'Restart the pod; when the position file is damaged, remove it on the node: files are then read from their start.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    const reader = account(context, {
      name: 'fluentd',
      // Names and labels of the pods whose files it reads.
      clusterRules: [{ apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] }],
    });
    context.allow({
      direction: 'egress',
      to: 'api-server',
      ports: [443, 6443],
      reason: 'asks the API server for the metadata of pods',
    });
    const opensearch = inputs.output === 'opensearch' ? context.use(systems.opensearch.endpoints.http) : null;
    const user = opensearch && context.secret(systems.opensearch.secrets.agents);
    const config = configMap(context, 'fluentd', {
      'fluent.conf': fluentdConfig({
        opensearch,
        keep: inputs.keep,
        forwardPort: forward.port,
        metricsPort: metrics.port,
      }),
      ...(opensearch === null && { [SWEEP_FILE]: SWEEP_SCRIPT }),
    });
    daemonSet(context, {
      pod: {
        uid: 0,
        account: reader,
        metrics: { port: metrics.port },
        // Every node has logs, whatever its taints.
        tolerations: [{ operator: 'Exists' }],
        exempt: {
          'pod-security-restricted':
            'reads the log files of the node, which belong to root, and keeps its place in them on the node',
        },
        volumes: {
          config,
          logs: { hostPath: '/var/log', type: 'Directory' },
          state: { hostPath: STATE, type: 'DirectoryOrCreate' },
          tmp: { emptyDir: '64Mi' },
        },
        containers: [
          {
            name: 'fluentd',
            image: system.images.server,
            env: {
              K8S_NODE_NAME: { field: 'spec.nodeName' },
              // Bundler looks for its settings there; the image's own home cannot be written.
              HOME: '/tmp',
              ...(user && {
                FLUENT_OPENSEARCH_USER: user.key('username'),
                FLUENT_OPENSEARCH_PASSWORD: user.key('password'),
              }),
            },
            ports: { forward: forward.port, metrics: metrics.port },
            resources: inputs.resources,
            mounts: {
              config: { path: '/fluentd/etc', readOnly: true },
              logs: { path: '/var/log', readOnly: true },
              state: STATE,
              tmp: '/tmp',
            },
            live: { http: '/metrics', port: metrics.port, periodSeconds: 30, timeoutSeconds: 10 },
            ready: { http: '/metrics', port: metrics.port, timeoutSeconds: 10 },
            startup: { http: '/metrics', port: metrics.port, failureThreshold: 30, timeoutSeconds: 10 },
          },
        ],
      },
    });
  },
});
