/** What pods refer to: configuration, secrets, claims, accounts. */
import { type Json, listAt, objectAt, objectsAt, stringAt, stringsAt } from '../json.ts';
import type { Container, Workload } from '../workloads.ts';
import type { Reference, ReferencedKind } from './reference.ts';

/** All references of a workload's pods, except those in texts. Optional ones are left out. */
export function* podReferences(workload: Workload): Iterable<Reference> {
  const { placed, namespace, podSpec } = workload;
  const to = (kind: ReferencedKind, name: string | undefined, at: string, key?: string): Reference[] =>
    name === undefined ? [] : [{ from: placed, at, kind, namespace, name, ...(key !== undefined && { key }) }];

  yield* to('ServiceAccount', stringAt(podSpec, 'serviceAccountName'), 'serviceAccountName');
  for (const { name } of objectsAt(podSpec, 'imagePullSecrets'))
    yield* to('Secret', name as string, 'imagePullSecrets');
  const priority = stringAt(podSpec, 'priorityClassName');
  if (priority !== undefined)
    yield { from: placed, at: 'priorityClassName', kind: 'PriorityClass', namespace: '', name: priority };
  for (const volume of objectsAt(podSpec, 'volumes')) yield* volumeReferences(volume, to);
  for (const container of workload.containers) yield* containerReferences(container, to);
  if (workload.operated) {
    for (const name of stringsAt(podSpec, 'secrets')) yield* to('Secret', name, 'spec.secrets');
    for (const name of stringsAt(podSpec, 'configMaps')) yield* to('ConfigMap', name, 'spec.configMaps');
    yield* to('Secret', stringAt(podSpec, 'configSecret'), 'spec.configSecret');
  }
}

type To = (kind: ReferencedKind, name: string | undefined, at: string, key?: string) => Reference[];

function* containerReferences({ name, spec }: Container, to: To): Iterable<Reference> {
  for (const variable of objectsAt(spec, 'env')) {
    const at = `container ${name}, variable ${stringAt(variable, 'name')}`;
    for (const [field, kind] of [
      ['secretKeyRef', 'Secret'],
      ['configMapKeyRef', 'ConfigMap'],
    ] as const) {
      const reference = objectAt(variable, 'valueFrom', field);
      if (reference['optional'] !== true) yield* to(kind, stringAt(reference, 'name'), at, stringAt(reference, 'key'));
    }
  }
  for (const source of objectsAt(spec, 'envFrom')) {
    for (const [field, kind] of [
      ['secretRef', 'Secret'],
      ['configMapRef', 'ConfigMap'],
    ] as const) {
      const reference = objectAt(source, field);
      if (reference['optional'] !== true) yield* to(kind, stringAt(reference, 'name'), `container ${name}, envFrom`);
    }
  }
}

function* volumeReferences(volume: Json, to: To): Iterable<Reference> {
  const at = `volume ${stringAt(volume, 'name')}`;
  yield* to('PersistentVolumeClaim', stringAt(volume, 'persistentVolumeClaim', 'claimName'), at);
  yield* fileReferences(volume, at, to);
  for (const source of objectsAt(volume, 'projected', 'sources')) yield* fileReferences(source, at, to);
}

/** A volume's, or a projected source's, Secret and ConfigMap, with the keys that its items name. */
function* fileReferences(source: Json, at: string, to: To): Iterable<Reference> {
  for (const [field, kind] of [
    ['secret', 'Secret'],
    ['configMap', 'ConfigMap'],
  ] as const) {
    const reference = objectAt(source, field);
    const name = stringAt(reference, 'secretName') ?? stringAt(reference, 'name');
    if (name === undefined || reference['optional'] === true) continue;
    if (listAt(reference, 'items').length === 0) yield* to(kind, name, at);
    for (const item of objectsAt(reference, 'items')) yield* to(kind, name, at, stringAt(item, 'key'));
  }
}
