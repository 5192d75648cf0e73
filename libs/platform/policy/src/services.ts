/** Names inside the cluster: which Service a host name means, with what ports, and which pods are behind it. */
import { isObject, objectAt, objectsAt, stringAt } from './json.ts';
import { mapSelects } from './label-selector.ts';
import { operatedOf } from './operated-pods.ts';
import type { ClusterObjects, PlacedObject } from './rule.ts';
import { portsOf, type Workload, workloadsOf } from './workloads.ts';

export interface ServicePort {
  readonly port: number;
  readonly name: string | undefined;
  /** Number or name of the pods' port. */
  readonly target: number | string;
}

export interface Service {
  readonly name: string;
  readonly namespace: string;
  readonly ports: readonly ServicePort[];
  /** Pods behind it; empty without a selector. */
  readonly backends: readonly Workload[];
  /** Absent for those that Kubernetes or an operator makes. */
  readonly placed?: PlacedObject;
  /** It has a selector, so that something should be behind it. */
  readonly selecting: boolean;
}

/** Services that every cluster has. */
const BUILT_IN: readonly Service[] = [
  { name: 'kubernetes', namespace: 'default', ports: [fixed(443, 'https')], backends: [], selecting: false },
  {
    name: 'kube-dns',
    namespace: 'kube-system',
    ports: [fixed(53, 'dns'), fixed(9153, 'metrics')],
    backends: [],
    selecting: false,
  },
];

const cache = new WeakMap<ClusterObjects, ReadonlyMap<string, Service>>();

/** The Service of that name; undefined when the cluster has none. */
export function findService(cluster: ClusterObjects, namespace: string, name: string): Service | undefined {
  return servicesOf(cluster).get(`${namespace}/${name}`);
}

/** All Services by `namespace/name`. */
export function servicesOf(cluster: ClusterObjects): ReadonlyMap<string, Service> {
  let services = cache.get(cluster);
  if (services === undefined) {
    const all = [...BUILT_IN, ...cluster.objects.flatMap((placed) => serviceOf(cluster, placed))];
    services = new Map(all.map((service) => [`${service.namespace}/${service.name}`, service]));
    cache.set(cluster, services);
  }
  return services;
}

/** Numbers of a backend's ports that a Service port leads to; empty when its named port is not there. */
export function targetPorts({ target }: ServicePort, backend: Workload): readonly number[] {
  if (typeof target === 'number') return [target];
  return portsOf(backend)
    .filter(({ name }) => name === target)
    .map(({ port }) => port);
}

function serviceOf(cluster: ClusterObjects, placed: PlacedObject): Service[] {
  const { object } = placed;
  const namespace = object.metadata.namespace ?? '';
  const operated = operatedOf(object);
  if (operated !== undefined) {
    const ports = Object.entries(operated.ports).map(([name, port]) => fixed(port, name));
    const backends = workloadsOf(cluster).filter((workload) => workload.placed === placed);
    return [{ name: operated.service, namespace, ports, backends, selecting: true }];
  }
  if (object.apiVersion !== 'v1' || object.kind !== 'Service') return [];
  const selector = objectAt(object, 'spec', 'selector');
  const ports = objectsAt(object, 'spec', 'ports').flatMap((entry) => {
    const { port, targetPort } = entry;
    if (typeof port !== 'number') return [];
    const target = typeof targetPort === 'number' || typeof targetPort === 'string' ? targetPort : port;
    return [{ port, name: stringAt(entry, 'name'), target }];
  });
  const backends = workloadsOf(cluster).filter(
    (workload) => workload.namespace === namespace && mapSelects(selector, workload.podLabels),
  );
  const selecting = isObject(object['spec']) && Object.keys(selector).length > 0;
  return [{ name: object.metadata.name, namespace, ports, backends, placed, selecting }];
}

function fixed(port: number, name: string): ServicePort {
  return { port, name, target: port };
}
