/** Fields that the API server refuses to change once an object is there. */
import { isDeepStrictEqual } from 'node:util';
import { groupOf } from './identity.ts';
import { isObject, objectAt, valueAt } from './json.ts';
import { quantity } from './quantity.ts';
import type { RenderedObject } from './rule.ts';

/** Immutable fields of a kind: either these, or everything in `spec` but these. */
type Immutable = { readonly fields: readonly string[] } | { readonly in: string; readonly except: readonly string[] };

const IMMUTABLE: Readonly<Record<string, Immutable>> = {
  'apiextensions.k8s.io/CustomResourceDefinition': {
    fields: ['spec.group', 'spec.scope', 'spec.names.kind', 'spec.names.plural'],
  },
  'apps/DaemonSet': { fields: ['spec.selector'] },
  'apps/Deployment': { fields: ['spec.selector'] },
  'apps/ReplicaSet': { fields: ['spec.selector'] },
  'apps/StatefulSet': {
    in: 'spec',
    except: [
      'minReadySeconds',
      'ordinals',
      'persistentVolumeClaimRetentionPolicy',
      'replicas',
      'revisionHistoryLimit',
      'template',
      'updateStrategy',
    ],
  },
  'batch/Job': {
    in: 'spec',
    except: ['activeDeadlineSeconds', 'backoffLimit', 'parallelism', 'suspend', 'ttlSecondsAfterFinished'],
  },
  'networking.k8s.io/IngressClass': { fields: ['spec.controller'] },
  'rbac.authorization.k8s.io/ClusterRoleBinding': { fields: ['roleRef'] },
  'rbac.authorization.k8s.io/RoleBinding': { fields: ['roleRef'] },
  'scheduling.k8s.io/PriorityClass': { fields: ['value', 'preemptionPolicy'] },
  'storage.k8s.io/CSIDriver': { fields: ['spec.attachRequired', 'spec.fsGroupPolicy', 'spec.volumeLifecycleModes'] },
  'storage.k8s.io/StorageClass': {
    fields: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
  },
  '/PersistentVolumeClaim': { in: 'spec', except: ['resources', 'volumeAttributesClassName'] },
  '/Secret': { fields: ['type'] },
};

/** Paths of the immutable fields that differ, sorted. */
export function changedImmutableFields(before: RenderedObject, after: RenderedObject): readonly string[] {
  const rule = IMMUTABLE[`${groupOf(after.apiVersion)}/${after.kind}`];
  const paths = rule === undefined ? [] : 'fields' in rule ? rule.fields : keysBut(rule, before, after);
  const changed = paths.filter((path) => differ(before, after, path));
  return [...changed, ...special(before, after)].sort();
}

function keysBut(
  rule: { readonly in: string; readonly except: readonly string[] },
  ...objects: readonly RenderedObject[]
): string[] {
  const keys = new Set(objects.flatMap((object) => Object.keys(objectAt(object, rule.in))));
  return [...keys].filter((key) => !rule.except.includes(key)).map((key) => `${rule.in}.${key}`);
}

/** Where kinds say how large their claims are. Those of operators end as claims too, which never shrink. */
const CLAIM_SIZE: Readonly<Record<string, readonly string[]>> = {
  '/PersistentVolumeClaim': ['spec', 'resources', 'requests', 'storage'],
  'monitoring.coreos.com/Alertmanager': 'spec.storage.volumeClaimTemplate.spec.resources.requests.storage'.split('.'),
  'monitoring.coreos.com/Prometheus': 'spec.storage.volumeClaimTemplate.spec.resources.requests.storage'.split('.'),
};

/** Rules that look at values, not only at difference. */
function special(before: RenderedObject, after: RenderedObject): string[] {
  const changed: string[] = [];
  const path = CLAIM_SIZE[`${groupOf(after.apiVersion)}/${after.kind}`];
  if (path !== undefined) {
    if ((quantity(valueAt(after, ...path)) ?? 0) < (quantity(valueAt(before, ...path)) ?? 0))
      changed.push(`${path.join('.')} (it shrinks)`);
  }
  if (after.kind === 'Service' && after.apiVersion === 'v1') {
    const headless = [before, after].map((object) => valueAt(object, 'spec', 'clusterIP') === 'None');
    if (headless[0] !== headless[1]) changed.push('spec.clusterIP');
  }
  if (['ConfigMap', 'Secret'].includes(after.kind) && before['immutable'] === true)
    changed.push(...['data', 'binaryData', 'immutable'].filter((path) => differ(before, after, path)));
  return changed;
}

function differ(before: RenderedObject, after: RenderedObject, path: string): boolean {
  const keys = path.split('.');
  return !isDeepStrictEqual(plain(valueAt(before, ...keys)), plain(valueAt(after, ...keys)));
}

/** Without fields that are undefined: YAML read back does not have them. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, plain(inner)]),
  );
}
