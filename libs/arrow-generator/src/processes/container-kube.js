import { CONDITION_STATUSES, NODE_CONDITIONS, POD_PHASES } from '../families/kube.js';
import {
  cpuLimitCores,
  cpuRequestCores,
  memoryLimitBytes,
  memoryRequestBytes,
  NODE_ALLOCATABLE_BYTES,
  NODE_ALLOCATABLE_CORES,
} from './limits.js';

const RUNNING = POD_PHASES.indexOf('Running');
/** Families 41 to 48. */
export function containerKube(set, container) {
  let restarts = 0;
  return ({ count, down, restarted, available }, frame) => {
    frame.columnsOf('kube_pod_status_phase', POD_PHASES.length).forEach((phase, k) => {
      phase.fill(k === RUNNING ? 1 : 0);
    });
    frame.column('kube_pod_container_resource_requests', 0).fill(cpuRequestCores(container));
    frame.column('kube_pod_container_resource_requests', 1).fill(memoryRequestBytes(container));
    frame.column('kube_pod_container_resource_limits', 0).fill(cpuLimitCores(container));
    frame.column('kube_pod_container_resource_limits', 1).fill(memoryLimitBytes(container));
    frame.column('kube_deployment_spec_replicas').fill(set.podsPerService);
    frame.column('kube_node_status_allocatable', 0).fill(NODE_ALLOCATABLE_CORES);
    frame.column('kube_node_status_allocatable', 1).fill(NODE_ALLOCATABLE_BYTES);
    const restartsTotal = frame.column('kube_pod_container_status_restarts_total');
    const ready = frame.column('kube_pod_container_status_ready');
    const availableReplicas = frame.column('kube_deployment_status_replicas_available');
    for (let i = 0; i < count; i++) {
      restarts += restarted[i];
      restartsTotal[i] = restarts;
      ready[i] = 1 - down[i];
      availableReplicas[i] = available[i];
    }
  };
}
/** Families 64 to 73. */
export function moreContainerKube(set) {
  return ({ count, down, podDown, available }, frame) => {
    const podReady = frame.column('kube_pod_status_ready', CONDITION_STATUSES.indexOf('true'));
    const podUnready = frame.column('kube_pod_status_ready', CONDITION_STATUSES.indexOf('false'));
    frame.column('kube_pod_status_ready', CONDITION_STATUSES.indexOf('unknown')).fill(0);
    const running = frame.column('kube_pod_container_status_running');
    const waiting = frame.column('kube_pod_container_status_waiting');
    const readyReplicas = frame.column('kube_replicaset_status_ready_replicas');
    frame.column('kube_pod_container_status_terminated').fill(0);
    frame.column('kube_deployment_status_replicas').fill(set.podsPerService);
    frame.column('kube_deployment_status_replicas_updated').fill(set.podsPerService);
    frame.column('kube_service_info').fill(1);
    frame.column('kube_namespace_status_phase', 0).fill(1);
    frame.column('kube_namespace_status_phase', 1).fill(0);
    NODE_CONDITIONS.forEach((condition, c) => {
      CONDITION_STATUSES.forEach((status, s) => {
        const holds = status === (condition === 'Ready' ? 'true' : 'false');
        frame.column('kube_node_status_condition', c * CONDITION_STATUSES.length + s).fill(holds ? 1 : 0);
      });
    });
    for (let i = 0; i < count; i++) {
      podReady[i] = 1 - podDown[i];
      podUnready[i] = podDown[i];
      running[i] = 1 - down[i];
      waiting[i] = down[i];
      readyReplicas[i] = available[i];
    }
  };
}
