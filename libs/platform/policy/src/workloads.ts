/** Everything that runs pods, in one shape: built-in workloads, and what the Prometheus operator makes of its resources. */
import { groupOf } from './identity.ts';
import { isObject, type Json, objectAt, objectsAt, stringAt } from './json.ts';
import { type Labels, labelsAt } from './label-selector.ts';
import { operatedPod } from './operated-pods.ts';
import type { ClusterObjects, PlacedObject } from './rule.ts';

export interface Container {
  readonly name: string;
  /** A sidecar is an init container that keeps running. */
  readonly role: 'main' | 'sidecar' | 'init';
  readonly spec: Json;
}

export interface Workload {
  readonly placed: PlacedObject;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;
  /** It is meant to run for ever, unlike a Job. */
  readonly longRunning: boolean;
  /** An operator completes the pod: what is not said here may be right there. */
  readonly operated: boolean;
  readonly podLabels: Labels;
  readonly podAnnotations: Labels;
  readonly podSpec: Json;
  readonly containers: readonly Container[];
}

const cache = new WeakMap<ClusterObjects, readonly Workload[]>();

/** The cluster's workloads, in the order of its objects. */
export function workloadsOf(cluster: ClusterObjects): readonly Workload[] {
  let workloads = cache.get(cluster);
  if (workloads === undefined) {
    workloads = cluster.objects.map(workloadOf).filter((workload) => workload !== undefined);
    cache.set(cluster, workloads);
  }
  return workloads;
}

/** Where the pod template is, by group and kind. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  'apps/DaemonSet': ['spec', 'template'],
  'apps/Deployment': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'batch/Job': ['spec', 'template'],
  '/Pod': [],
  '/ReplicationController': ['spec', 'template'],
};

const ENDING = new Set(['CronJob', 'Job', 'Pod']);

function workloadOf(placed: PlacedObject): Workload | undefined {
  const { object } = placed;
  const path = TEMPLATES[`${groupOf(object.apiVersion)}/${object.kind}`];
  const operated = path === undefined ? operatedPod(object) : undefined;
  if (path === undefined && operated === undefined) return undefined;
  const template = operated ?? objectAt(object, ...(path ?? []));
  const podSpec = objectAt(template, 'spec');
  const replicas = objectAt(object, 'spec')['replicas'];
  const shards = operated === undefined ? undefined : objectAt(object, 'spec')['shards'];
  return {
    placed,
    kind: object.kind,
    name: object.metadata.name,
    namespace: object.metadata.namespace ?? '',
    replicas: (typeof replicas === 'number' ? replicas : 1) * (typeof shards === 'number' ? shards : 1),
    longRunning: !ENDING.has(object.kind),
    operated: operated !== undefined,
    podLabels: labelsAt(template, 'metadata', 'labels'),
    podAnnotations: labelsAt(template, 'metadata', 'annotations'),
    podSpec,
    containers: containersOf(podSpec),
  };
}

function containersOf(podSpec: Json): readonly Container[] {
  return [
    ...objectsAt(podSpec, 'initContainers').map((spec) => ({
      name: stringAt(spec, 'name') ?? '',
      role: stringAt(spec, 'restartPolicy') === 'Always' ? ('sidecar' as const) : ('init' as const),
      spec,
    })),
    ...objectsAt(podSpec, 'containers').map((spec) => ({
      name: stringAt(spec, 'name') ?? '',
      role: 'main' as const,
      spec,
    })),
  ];
}

/** What one replica asks the scheduler for: init containers run before the others, sidecars beside them. */
export function requestOf(workload: Workload, resource: string, parse: (value: unknown) => number | undefined): number {
  let sidecars = 0;
  let largestInit = 0;
  let main = 0;
  for (const { role, spec } of workload.containers) {
    const asked = parse(objectAt(spec, 'resources', 'requests')[resource]) ?? 0;
    if (role === 'sidecar') sidecars += asked;
    else if (role === 'main') main += asked;
    else largestInit = Math.max(largestInit, sidecars + asked);
  }
  return Math.max(largestInit, main + sidecars);
}

/** For messages: `Deployment monitoring/grafana, container grafana`. */
export function describeContainer({ kind, namespace, name }: Workload, container: Container): string {
  return `${kind} ${namespace}/${name}, ${container.role === 'main' ? '' : `${container.role} `}container ${container.name}`;
}

/** Ports that the pod declares: number by name, and all numbers. */
export function portsOf({
  containers,
}: Workload): readonly { readonly name: string | undefined; readonly port: number }[] {
  return containers.flatMap(({ spec }) =>
    objectsAt(spec, 'ports')
      .filter(isObject)
      .flatMap((port) =>
        typeof port['containerPort'] === 'number'
          ? [{ name: stringAt(port, 'name'), port: port['containerPort'] }]
          : [],
      ),
  );
}
