/** What NetworkPolicies admit, evaluated over the rendered objects: no cluster of ours has an engine in its tests. */
import { findObject } from './identity.ts';
import { isObject, type Json, listAt, objectAt, objectsAt, stringAt, stringsAt } from './json.ts';
import { type Labels, labelsAt, selects } from './label-selector.ts';
import type { ClusterObjects, PlacedObject } from './rule.ts';
import { portsOf, type Workload } from './workloads.ts';

export type Direction = 'ingress' | 'egress';

/** Who is on the other side: a pod, by its labels and its namespace. */
export interface Peer {
  readonly namespace: string;
  readonly labels: Labels;
}

/** A policy that selects the pods and governs the direction. */
export interface GoverningPolicy {
  readonly placed: PlacedObject;
  readonly rules: readonly Json[];
}

const cache = new WeakMap<ClusterObjects, ReadonlyMap<string, readonly PlacedObject[]>>();

/** Policies that select a workload's pods and govern the direction. */
export function policiesFor(
  cluster: ClusterObjects,
  workload: Workload,
  direction: Direction,
): readonly GoverningPolicy[] {
  return (policiesByNamespace(cluster).get(workload.namespace) ?? [])
    .filter(
      ({ object }) =>
        governs(object['spec'], direction) && selects(objectAt(object, 'spec', 'podSelector'), workload.podLabels),
    )
    .map((placed) => ({ placed, rules: objectsAt(placed.object, 'spec', direction) }));
}

/** The traffic that is asked about. */
export interface Traffic {
  readonly peer: Peer;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  /** Its pod declares the ports' names. */
  readonly receiver?: Workload;
}

/** Whether some policy admits the traffic. Without any policy everything is admitted. */
export function admits(
  cluster: ClusterObjects,
  policies: readonly GoverningPolicy[],
  direction: Direction,
  traffic: Traffic,
): boolean {
  if (policies.length === 0) return true;
  return policies.some(({ placed, rules }) =>
    rules.some(
      (rule) =>
        admitsPeer(
          cluster,
          placed.object.metadata.namespace ?? '',
          listAt(rule, direction === 'ingress' ? 'from' : 'to'),
          traffic,
        ) && admitsPort(listAt(rule, 'ports'), traffic),
    ),
  );
}

/** Address blocks are for what is outside: whether they match pods depends on the network's engine. */
function admitsPeer(cluster: ClusterObjects, own: string, peers: readonly unknown[], { peer }: Traffic): boolean {
  if (peers.length === 0) return true;
  return peers.filter(isObject).some((one) => {
    if (one['ipBlock'] !== undefined) return false;
    const inNamespace =
      one['namespaceSelector'] === undefined
        ? peer.namespace === own
        : selects(one['namespaceSelector'], namespaceLabels(cluster, peer.namespace));
    return inNamespace && (one['podSelector'] === undefined || selects(one['podSelector'], peer.labels));
  });
}

function admitsPort(ports: readonly unknown[], { port, protocol, receiver }: Traffic): boolean {
  if (ports.length === 0) return true;
  return ports.filter(isObject).some((one) => {
    if ((stringAt(one, 'protocol') ?? 'TCP') !== protocol) return false;
    const { port: wanted, endPort } = one;
    if (wanted === undefined) return true;
    if (typeof wanted === 'number')
      return typeof endPort === 'number' ? port >= wanted && port <= endPort : port === wanted;
    return (
      receiver !== undefined && portsOf(receiver).some((declared) => declared.name === wanted && declared.port === port)
    );
  });
}

function namespaceLabels(cluster: ClusterObjects, namespace: string): Labels {
  const labels = labelsAt(findObject(cluster, '', 'Namespace', '', namespace)?.object.metadata.labels);
  return { ...labels, 'kubernetes.io/metadata.name': namespace };
}

/** Without `policyTypes` a policy governs ingress, and egress if it has such rules. */
function governs(spec: unknown, direction: Direction): boolean {
  const types = stringsAt(spec, 'policyTypes');
  if (types.length === 0) return direction === 'ingress' || objectAt(spec)['egress'] !== undefined;
  return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
}

function policiesByNamespace(cluster: ClusterObjects): ReadonlyMap<string, readonly PlacedObject[]> {
  let policies = cache.get(cluster);
  if (policies === undefined) {
    const found = cluster.objects.filter(
      ({ object }) => object.kind === 'NetworkPolicy' && object.apiVersion === 'networking.k8s.io/v1',
    );
    policies = Map.groupBy(found, ({ object }) => object.metadata.namespace ?? '');
    cache.set(cluster, policies);
  }
  return policies;
}
