/** Families 41 to 48: what kube-state-metrics reports of pods, deployments and nodes. */
import { counter, crossLabels, eachOf, gauge, gaugeWith } from './family.js';
/** The phases of a pod, in the order of the series of `kube_pod_status_phase`. */
export const POD_PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];
/** The conditions of a node, in the order of `kube_node_status_condition`, each with the three statuses. */
export const NODE_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];
/** The statuses of a condition, in the order of the series. */
export const CONDITION_STATUSES = ['true', 'false', 'unknown'];
const RESOURCES = [
  { resource: 'cpu', unit: 'core' },
  { resource: 'memory', unit: 'byte' },
];
export const KUBE_FAMILIES = [
  gauge('kube_pod_status_phase', '1', '1 for the phase the pod is in, else 0.', eachOf('phase', POD_PHASES)),
  counter('kube_pod_container_status_restarts_total', 'restarts', 'Restarts of the container.'),
  gauge('kube_pod_container_status_ready', '1', '1 while the container is ready, else 0.'),
  gauge('kube_pod_container_resource_requests', '', 'Resources requested by the container.', RESOURCES),
  gauge('kube_pod_container_resource_limits', '', 'Resource limits of the container.', RESOURCES),
  gauge('kube_deployment_spec_replicas', 'pods', 'Pods wanted.'),
  gauge('kube_deployment_status_replicas_available', 'pods', 'Pods available.'),
  gauge('kube_node_status_allocatable', '', 'Resources of the node that are there for pods.', RESOURCES),
];
/** Families 64 to 73. */
export const MORE_KUBE_FAMILIES = [
  gauge('kube_pod_status_ready', '1', '1 for the condition that holds.', eachOf('condition', CONDITION_STATUSES)),
  gauge('kube_pod_container_status_running', '1', '1 while the container runs, else 0.'),
  gauge('kube_pod_container_status_waiting', '1', '1 while the container waits, else 0.'),
  gauge('kube_pod_container_status_terminated', '1', '1 while the container is terminated, else 0.'),
  gauge('kube_deployment_status_replicas', 'pods', 'Pods existing.'),
  gauge('kube_deployment_status_replicas_updated', 'pods', 'Pods up to date.'),
  gaugeWith('replicaset', 'kube_replicaset_status_ready_replicas', 'pods', 'Pods ready.'),
  gaugeWith('cluster_ip', 'kube_service_info', '1', 'Information about the service, always 1.'),
  gauge('kube_namespace_status_phase', '1', '1 for the phase it is in.', eachOf('phase', ['Active', 'Terminating'])),
  gauge(
    'kube_node_status_condition',
    '1',
    '1 for the status that holds.',
    crossLabels(['condition', NODE_CONDITIONS], ['status', CONDITION_STATUSES]),
  ),
];
