/** Alerts about Kubernetes itself and about what runs on it, whoever owns it; those about a workload go to its namespace's team. */
import type { Alert } from '@chimera/platform-kit';

const workloads: readonly Alert[] = [
  {
    alert: 'ContainerRestartingOften',
    expr: 'increase(kube_pod_container_status_restarts_total[1h]) > 3',
    for: '0m',
    severity: 'warning',
    summary:
      'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} restarted more than three times in an hour',
    runbook: {
      symptom: 'The container starts, fails and starts again, with growing pauses in between.',
      check:
        'kubectl -n NAMESPACE logs POD -c CONTAINER --previous, and describe pod: exit code 137 is memory or a failed liveness probe.',
      fix: 'Correct configuration or memory limit in the component; undo the last change with git revert when it came with one.',
    },
  },
  {
    alert: 'ContainerOutOfMemory',
    expr: 'increase(kube_pod_container_status_restarts_total[10m]) > 0 and on (namespace, pod, container) kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1',
    for: '0m',
    severity: 'warning',
    summary: 'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was killed for its memory',
    runbook: {
      symptom: 'The container restarted; what it held in memory is gone.',
      check: 'Board "Kubernetes pod": working set against limit before the restart.',
      fix: 'Raise the limit in the input `resources` of cluster.ts, or find what grows.',
    },
  },
  {
    alert: 'ContainerMemoryNearLimit',
    expr: 'max by (namespace, pod, container) (container_memory_working_set_bytes{container!=""}) / on (namespace, pod, container) (max by (namespace, pod, container) (container_spec_memory_limit_bytes{container!=""}) > 0) > 0.95',
    for: '15m',
    severity: 'warning',
    summary:
      'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit',
    runbook: {
      symptom: 'The next larger request may get the container killed.',
      check: 'Board "Application": is it a plateau or does it grow?',
      fix: 'A plateau: raise the limit. Growth: look for the leak; a restart helps for a while.',
    },
  },
  {
    alert: 'ContainerCpuThrottled',
    expr: 'sum by (namespace, pod, container) (increase(container_cpu_cfs_throttled_periods_total{container!=""}[5m])) / sum by (namespace, pod, container) (increase(container_cpu_cfs_periods_total{container!=""}[5m])) > 0.5',
    for: '30m',
    severity: 'info',
    summary:
      'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} is held back in {{ $value | humanizePercentage }} of its periods',
    runbook: {
      symptom: 'Answers are slow although the node has idle cores.',
      check: 'Board "Kubernetes pod": CPU against container_spec_cpu_quota.',
      fix: 'Raise the CPU limit in the input `resources`.',
    },
  },
  {
    alert: 'ContainerWaiting',
    expr: 'sum by (namespace, pod, container, reason) (kube_pod_container_status_waiting_reason{reason=~"ImagePullBackOff|ErrImagePull|InvalidImageName|CreateContainerConfigError|CreateContainerError"}) > 0',
    for: '15m',
    severity: 'warning',
    summary:
      'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} waits: {{ $labels.reason }}',
    runbook: {
      symptom: 'The pod never starts.',
      check: 'kubectl -n NAMESPACE describe pod POD: the last event names image, secret or config map.',
      fix: 'Images: is the registry reachable, does the tag exist? Config: is the ExternalSecret ready, is the other component synced?',
    },
  },
  {
    alert: 'KubePodNotReady',
    expr: 'max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Unknown"}) == 1 or max by (namespace, pod) (kube_pod_status_ready{condition="false"} == 1 and on (namespace, pod) kube_pod_status_phase{phase="Running"} == 1)',
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.pod }} has not been ready for a quarter of an hour',
    runbook: {
      symptom: 'The pod takes no traffic; its Service has one endpoint less or none.',
      check:
        'kubectl -n NAMESPACE describe pod POD: unschedulable, a volume that is not mounted, or a probe that fails.',
      fix: "Unschedulable: free or add resources. A probe: look at the container's log; it waits for something it depends on.",
    },
  },
  {
    alert: 'KubeDeploymentReplicasMismatch',
    expr: 'kube_deployment_spec_replicas > on (namespace, deployment) kube_deployment_status_replicas_available and on (namespace, deployment) changes(kube_deployment_status_replicas_updated[10m]) == 0',
    for: '15m',
    severity: 'warning',
    summary: 'Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has fewer replicas available than it wants',
    runbook: {
      symptom: 'A roll-out is stuck, or pods have gone and do not come back.',
      check: 'kubectl -n NAMESPACE rollout status deployment/NAME, and its pods.',
      fix: 'Roll the Application back in Argo CD, or revert the commit; then repair.',
    },
  },
  {
    alert: 'KubeStatefulSetReplicasMismatch',
    expr: 'kube_statefulset_replicas > on (namespace, statefulset) kube_statefulset_status_replicas_ready and on (namespace, statefulset) changes(kube_statefulset_status_replicas_updated[10m]) == 0',
    for: '15m',
    severity: 'warning',
    summary: 'StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has fewer replicas ready than it wants',
    runbook: {
      symptom: 'A member of a data store is missing; the rest may have lost its quorum.',
      check: 'The pod with the highest ordinal that is not ready: describe it, look at its claim and log.',
      fix: 'Never delete the claim. Free the node or the volume; a stateful set replaces its pods one by one only when each becomes ready.',
    },
  },
  {
    alert: 'KubeDaemonSetIncomplete',
    expr: 'kube_daemonset_status_number_available < on (namespace, daemonset) kube_daemonset_status_desired_number_scheduled',
    for: '15m',
    severity: 'warning',
    summary: 'DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} is missing on some nodes',
    runbook: {
      symptom: 'Metrics or logs of a node are missing.',
      check: 'kubectl -n NAMESPACE get pods -o wide: which node lacks the pod?',
      fix: 'Usually the node has no room left, or its port is taken: describe the pod.',
    },
  },
  {
    alert: 'KubeJobFailed',
    expr: 'kube_job_failed{condition="true"} > 0',
    for: '1m',
    severity: 'warning',
    summary: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} has given up',
    runbook: {
      symptom: 'What the Job was to prepare is not there.',
      check: 'kubectl -n NAMESPACE logs job/NAME --all-pods',
      fix: 'Repair the cause, delete the Job and let Argo CD sync: it makes it again.',
    },
  },
  {
    alert: 'VolumeAlmostFull',
    expr: 'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes) / max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes) < 0.1',
    for: '10m',
    severity: 'critical',
    summary:
      'Claim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
    runbook: {
      symptom: 'The store will stop writing, and some stores do not start on a full disk.',
      check: 'Board "Kubernetes cluster", row storage: how fast does it fill?',
      fix: 'Shorten the retention of the store, or enlarge the claim in cluster.ts where the storage class allows it.',
    },
  },
  {
    alert: 'TargetDown',
    expr: 'count by (namespace, job) (up == 0) / count by (namespace, job) (up) > 0.1',
    for: '10m',
    severity: 'warning',
    summary:
      '{{ $value | humanizePercentage }} of the targets of {{ $labels.job }} in {{ $labels.namespace }} are down',
    runbook: {
      symptom: 'Metrics are missing, and with them every alert that needs them.',
      check:
        'Page "Targets" of Prometheus shows the error: refused, timed out (network policy), 404 (path), or no metrics at all.',
      fix: 'A pod that serves none says prometheus.io/scrape: "false"; a component declares its ports in `metrics`, which opens the policy.',
    },
  },
];

const nodes: readonly Alert[] = [
  {
    alert: 'KubeNodeNotReady',
    expr: 'max by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0',
    for: '10m',
    severity: 'critical',
    summary: 'Node {{ $labels.node }} is not ready',
    runbook: {
      symptom: 'Its pods are moved after five minutes; those with a volume of the node cannot be.',
      check: 'kubectl describe node NODE; on it: systemctl status kubelet containerd.',
      fix: 'Restart the kubelet or the machine. On a laptop: is the disk full, did it sleep?',
    },
  },
  {
    alert: 'KubeNodePressure',
    expr: 'max by (node, condition) (kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"}) == 1',
    for: '5m',
    severity: 'warning',
    summary: 'Node {{ $labels.node }} reports {{ $labels.condition }}',
    runbook: {
      symptom: 'The kubelet evicts pods and takes no new ones.',
      check: 'Board "Node": memory, file systems, processes.',
      fix: 'Free what is short: remove images, lower limits, or stop a profile.',
    },
  },
  {
    alert: 'KubeClusterOvercommitted',
    expr: 'cluster:kube_pod_container_resource_requests_cpu:ratio > 0.95 or cluster:kube_pod_container_resource_requests_memory:ratio > 0.95',
    for: '15m',
    severity: 'info',
    summary: '{{ $value | humanizePercentage }} of what the nodes offer is requested',
    runbook: {
      symptom: 'The next pod, or the replacement of one, stays pending.',
      check: 'Board "Kubernetes capacity": requests against allocatable, by namespace.',
      fix: 'Lower requests that are far above use, stop a profile, or add a node; then adjust the budget in cluster.ts.',
    },
  },
  {
    alert: 'KubeletDown',
    expr: 'absent(up{job="kubelet"} == 1)',
    for: '10m',
    severity: 'critical',
    summary: 'No kubelet answers Prometheus',
    runbook: {
      symptom: 'Usage of containers and volumes is unknown.',
      check:
        'Page "Targets", job kubelet: 401 and 403 mean rights (nodes/metrics), a timeout means the network policy.',
      fix: 'Compare the account in prometheus.ts with what the kubelet asks for.',
    },
  },
  {
    alert: 'KubeApiServerErrors',
    expr: 'sum(rate(apiserver_request_total{code=~"5.."}[5m])) / sum(rate(apiserver_request_total[5m])) > 0.03',
    for: '10m',
    severity: 'warning',
    summary: '{{ $value | humanizePercentage }} of the requests to the API server fail',
    runbook: {
      symptom: 'Syncs fail now and then; operators lag.',
      check:
        'sum by (resource, verb, code) (rate(apiserver_request_total{code=~"5.."}[5m])): often a webhook that is down.',
      fix: 'Restart the webhook it names, or etcd when its disk is slow.',
    },
  },
];

const service: readonly Alert[] = [
  {
    alert: 'SampleAppErrorBudgetBurnsFast',
    expr: 'job:http_requests_errors:ratio_rate1h > 14.4 * 0.01 and job:http_requests_errors:ratio_rate5m > 14.4 * 0.01',
    for: '2m',
    severity: 'critical',
    summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} failed within an hour',
    runbook: {
      symptom: "At this rate two per cent of the month's error budget go every hour.",
      check: 'Board "Application": which route, which code, since which sync?',
      fix: 'Roll the Application back in Argo CD.',
    },
  },
  {
    alert: 'SampleAppErrorBudgetBurnsSlowly',
    expr: 'job:http_requests_errors:ratio_rate6h > 6 * 0.01 and job:http_requests_errors:ratio_rate30m > 6 * 0.01',
    for: '15m',
    severity: 'warning',
    summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} failed within six hours',
    runbook: {
      symptom: "At this rate the month's error budget is gone in five days.",
      check: 'Board "Application": errors by route; traces of failed requests in Jaeger.',
      fix: 'Repair the route; a new release is safe as long as budget is left.',
    },
  },
  {
    alert: 'SampleAppSlow',
    expr: 'job:http_requests_slow:ratio_rate5m > 0.01',
    for: '10m',
    severity: 'warning',
    summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} take longer than half a second',
    runbook: {
      symptom: 'Users wait.',
      check: 'Board "Application": p99 by route; is the container throttled?',
      fix: 'Raise its CPU limit, or add replicas.',
    },
  },
];

/** Fires always: whoever is told of it notices when the chain from Prometheus to the channel breaks. */
const watchdog: Alert = {
  alert: 'Watchdog',
  expr: 'vector(1)',
  for: '0m',
  severity: 'info',
  summary: 'Alerts reach this channel',
  runbook: {
    symptom: 'None: it fires as long as everything works.',
    check: 'When it stops: are Prometheus and Alertmanager running, does the receiver answer?',
    fix: 'Bring back what is missing in the chain from Prometheus over Alertmanager to the channel.',
  },
};

export const insightsAlerts: readonly Alert[] = [...workloads, ...nodes, ...service, watchdog];
