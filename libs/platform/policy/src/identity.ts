/** What makes two objects the same one: group, kind, namespace and name. The version does not count. */
import type { ClusterObjects, PlacedObject, RenderedObject } from './rule.ts';

/** `apps` of `apps/v1`; `''` of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** A key that is equal for the same object and differs otherwise. */
export function identityOf({ apiVersion, kind, metadata }: RenderedObject): string {
  return keyOf(groupOf(apiVersion), kind, metadata.namespace ?? '', metadata.name);
}

/** For messages: `Deployment monitoring/grafana`, `ClusterRole grafana`. */
export function describe({ kind, metadata: { namespace, name } }: RenderedObject): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

const indexes = new WeakMap<ClusterObjects, ReadonlyMap<string, PlacedObject>>();

/** The cluster's object of that group, kind and name; `namespace` is `''` for cluster-scoped ones. */
export function findObject(
  cluster: ClusterObjects,
  group: string,
  kind: string,
  namespace: string,
  name: string,
): PlacedObject | undefined {
  let index = indexes.get(cluster);
  if (index === undefined) {
    index = new Map(cluster.objects.map((placed) => [identityOf(placed.object), placed]));
    indexes.set(cluster, index);
  }
  return index.get(keyOf(group, kind, namespace, name));
}

function keyOf(group: string, kind: string, namespace: string, name: string): string {
  return `${group}|${kind}|${namespace}|${name}`;
}
