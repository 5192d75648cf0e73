/** Who exists in the data set: regions, clusters, nodes, services, pods and containers, with their twelve labels. */
import type { DataSet } from './data-set.ts';
/** The labels that every series carries, in the order of the Arrow columns. */
export declare const CONTAINER_LABELS: readonly [
  'region',
  'zone',
  'cluster',
  'namespace',
  'app',
  'service',
  'deployment',
  'pod',
  'container',
  'node',
  'instance',
  'job',
];
export type ContainerLabel = (typeof CONTAINER_LABELS)[number];
export type Container = {
  /** Position in {@link Topology.containers}. */
  readonly index: number;
  /** Position within the pod: 0 is the application itself. */
  readonly ordinal: number;
  readonly pod: number;
  readonly node: number;
  readonly service: number;
  readonly cluster: number;
  readonly region: number;
  readonly labels: Readonly<Record<ContainerLabel, string>>;
  readonly replicaset: string;
  readonly clusterIp: string;
};
export type Node = {
  readonly index: number;
  readonly cluster: number;
  readonly region: number;
  readonly name: string;
  readonly zone: string;
  /** Indexes of its containers, ascending. */
  readonly containers: readonly number[];
};
export type Service = {
  readonly index: number;
  readonly cluster: number;
  readonly name: string;
  readonly namespace: string;
  readonly deployment: string;
  /** Per pod, the indexes of its containers. */
  readonly pods: readonly (readonly number[])[];
};
export type Cluster = {
  readonly index: number;
  readonly name: string;
  readonly nodes: readonly number[];
};
export type Topology = {
  /** Ordered by service, pod, container. */
  readonly containers: readonly Container[];
  readonly nodes: readonly Node[];
  readonly services: readonly Service[];
  readonly clusters: readonly Cluster[];
};
/** `kubernetes-pods` tells the data set from the sample app's stream. */
export declare const JOB = 'kubernetes-pods';
/** Builds the topology of a set; names that are random come from its seed. */
export declare function buildTopology(set: DataSet): Topology;
//# sourceMappingURL=labels.d.ts.map
