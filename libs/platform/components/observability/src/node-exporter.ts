/** node-exporter: the machine under the pods. On the host's network and process table, reading its root file system. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import { daemonSet, defineComponent, type Resources, resources } from '@chimera/platform-kit';

const system = systems.nodeExporter;
const { metrics } = system.endpoints;
const HOST = 'it reads the node: /proc, /sys and every mounted file system, and its network counters';

interface Inputs {
  readonly resources: Resources;
}

export const nodeExporter = defineComponent<Inputs>({
  system,
  inputs: { resources: resources('20m', '32Mi', '250m', '96Mi') },
  metrics: [{ port: metrics.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'NodeFilesystemAlmostFull',
      expr: 'node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs"} / node_filesystem_size_bytes < 0.1 and node_filesystem_readonly == 0',
      for: '15m',
      severity: 'warning',
      summary: '{{ $labels.mountpoint }} of {{ $labels.instance }} has less than a tenth free',
      runbook: {
        symptom: 'Less than 10 % of a file system is free. The kubelet starts to evict pods at 10 % (imagefs 15 %).',
        check: 'On the node: df -h and du -x; in the cluster the board "Node" shows which file system grows.',
        fix: 'Remove unused images (crictl rmi --prune), shorten retentions, or give the node a larger disk.',
      },
    },
    {
      alert: 'NodeMemoryAlmostExhausted',
      expr: 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.08',
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.instance }} has less than 8 % of its memory available',
      runbook: {
        symptom: 'The kernel is about to kill processes to get memory back.',
        check: 'The board "Node", then "Kubernetes pod" for the pods of that node by working set.',
        fix: 'Lower the limits of the largest pod, or move it to another node; on a laptop stop a profile.',
      },
    },
    {
      alert: 'NodeCpuSaturated',
      expr: 'node_load5 / on (instance) count by (instance) (node_cpu_seconds_total{mode="idle"}) > 2',
      for: '30m',
      severity: 'info',
      summary: 'For half an hour {{ $labels.instance }} has had more than two runnable processes per core',
      runbook: {
        symptom: 'Everything on the node answers slowly.',
        check: 'The board "Node": is it user, system, iowait or steal time?',
        fix: 'Find the pod with the highest CPU on the board "Kubernetes pod", set its limit, or add a node.',
      },
    },
    {
      alert: 'NodeClockSkew',
      expr: 'abs(node_timex_offset_seconds) > 0.05 and node_timex_sync_status == 0',
      for: '10m',
      severity: 'warning',
      summary: 'The clock of {{ $labels.instance }} is {{ $value }} s off and not synchronised',
      runbook: {
        symptom: 'Samples and traces of this node carry wrong times; tokens are refused as not yet valid.',
        check: 'On the node: chronyc tracking, or timedatectl.',
        fix: "Start the time service. On a virtual machine that slept, synchronise its clock with the host's.",
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    daemonSet(context, {
      pod: {
        uid: 65534,
        metrics: { port: metrics.port },
        hostNetwork: true,
        hostPid: true,
        exempt: { 'pod-security-restricted': HOST },
        // Every node is measured, also those that take no other pods.
        tolerations: [{ operator: 'Exists' }],
        volumes: { root: { hostPath: '/', type: 'Directory' } },
        containers: [
          {
            name: 'node-exporter',
            image: system.images.server,
            args: [
              `--web.listen-address=:${metrics.port}`,
              '--path.rootfs=/host/root',
              // File systems and interfaces of pods are counted by the kubelet.
              '--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/containerd/.+|run/k3s/containerd/.+|var/lib/(docker|containers|kubelet)/.+)($|/)',
              '--collector.netclass.ignored-devices=^(veth.*|cali.*|[a-f0-9]{15})$',
              '--collector.netdev.device-exclude=^(veth.*|cali.*|[a-f0-9]{15})$',
            ],
            ports: { metrics: metrics.port },
            mounts: { root: { path: '/host/root', readOnly: true, propagation: 'HostToContainer' } },
            resources: inputs.resources,
            live: { http: '/', port: metrics.port },
            ready: { http: '/', port: metrics.port },
          },
        ],
      },
    });
  },
});
