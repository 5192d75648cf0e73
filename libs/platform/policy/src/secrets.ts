/** Secrets and ConfigMaps that will exist on the cluster, with their keys. */
import { findObject, groupOf } from './identity.ts';
import { listAt, objectAt, objectsAt, stringAt } from './json.ts';
import type { ClusterObjects, RenderedObject } from './rule.ts';

/** Keys of something that exists; `'any'` when only the cluster knows them. */
export type Keys = ReadonlySet<string> | 'any';

const cache = new WeakMap<ClusterObjects, ReadonlyMap<string, Keys>>();

/** Keys of a ConfigMap; undefined when the cluster has none of that name. */
export function configMapKeys(cluster: ClusterObjects, namespace: string, name: string): Keys | undefined {
  if (name === 'kube-root-ca.crt') return new Set(['ca.crt']);
  const object = findObject(cluster, '', 'ConfigMap', namespace, name)?.object;
  if (object === undefined) return undefined;
  return new Set([...Object.keys(objectAt(object, 'data')), ...Object.keys(objectAt(object, 'binaryData'))]);
}

/** Keys of a Secret that is rendered, or that an ExternalSecret promises; undefined when there is none. */
export function secretKeys(cluster: ClusterObjects, namespace: string, name: string): Keys | undefined {
  let promised = cache.get(cluster);
  if (promised === undefined) {
    promised = new Map(cluster.objects.flatMap(({ object }) => promises(object)));
    cache.set(cluster, promised);
  }
  return promised.get(`${namespace}/${name}`);
}

function promises(object: RenderedObject): (readonly [string, Keys])[] {
  const { kind, metadata } = object;
  const namespace = metadata.namespace ?? '';
  if (kind === 'Secret' && object.apiVersion === 'v1') {
    const keys = [...Object.keys(objectAt(object, 'data')), ...Object.keys(objectAt(object, 'stringData'))];
    // An empty one is a placeholder that a controller fills: its keys are not ours to know.
    return [[`${namespace}/${metadata.name}`, keys.length === 0 ? 'any' : new Set(keys)]];
  }
  if (kind !== 'ExternalSecret' || groupOf(object.apiVersion) !== 'external-secrets.io') return [];
  const target = objectAt(object, 'spec', 'target');
  const name = stringAt(target, 'name') ?? metadata.name;
  const template = objectAt(target, 'template');
  const templated = Object.keys(objectAt(template, 'data'));
  const unknown = listAt(object, 'spec', 'dataFrom').length > 0 || listAt(template, 'templateFrom').length > 0;
  const own = objectsAt(object, 'spec', 'data').map((entry) => stringAt(entry, 'secretKey') ?? '');
  const merged = stringAt(template, 'mergePolicy') === 'Merge';
  const keys = templated.length > 0 && !merged ? templated : [...own, ...templated];
  return [[`${namespace}/${name}`, unknown ? 'any' : new Set(keys)]];
}
