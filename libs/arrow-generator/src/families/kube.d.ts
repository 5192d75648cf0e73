/** Families 41 to 48: what kube-state-metrics reports of pods, deployments and nodes. */
import { type Family } from './family.ts';
/** The phases of a pod, in the order of the series of `kube_pod_status_phase`. */
export declare const POD_PHASES: readonly ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];
/** The conditions of a node, in the order of `kube_node_status_condition`, each with the three statuses. */
export declare const NODE_CONDITIONS: readonly ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];
/** The statuses of a condition, in the order of the series. */
export declare const CONDITION_STATUSES: readonly ['true', 'false', 'unknown'];
export declare const KUBE_FAMILIES: readonly Family[];
/** Families 64 to 73. */
export declare const MORE_KUBE_FAMILIES: readonly Family[];
//# sourceMappingURL=kube.d.ts.map
