/** Validation of objects, apart from their pods. */
import { groupOf } from '../identity.ts';
import { type Json, objectAt, objectsAt, stringAt, stringEntries, valueAt } from '../json.ts';
import type { RenderedObject } from '../rule.ts';
import { isConfigKey, isDnsLabel, isLabelValue, isQualifiedName, repeated } from './syntax.ts';

/** Longest annotations of an object, in bytes, keys included. */
const ANNOTATION_LIMIT = 262_144;

/** Labels, selectors and annotations. */
export function* nameErrors(object: RenderedObject): Iterable<string> {
  const maps = [
    ['metadata', 'labels'],
    ['spec', 'selector', 'matchLabels'],
    ['spec', 'template', 'metadata', 'labels'],
    ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels'],
  ];
  for (const path of maps) {
    for (const [key, value] of stringEntries(object, ...path)) {
      if (!isQualifiedName(key)) yield `${path.join('.')}: "${key}" is not a legal key`;
      if (!isLabelValue(value))
        yield `${path.join('.')}: "${value}" is not a legal value of ${key}: at most 63 letters, digits, - _ .`;
    }
  }
  let bytes = 0;
  for (const [key, value] of stringEntries(object.metadata.annotations)) {
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
    if (!isQualifiedName(key)) yield `metadata.annotations: "${key}" is not a legal key`;
  }
  if (bytes > ANNOTATION_LIMIT) yield `its annotations have ${bytes} bytes, over ${ANNOTATION_LIMIT}`;
}

/** What a kind's own validation refuses. */
export function objectErrors(object: RenderedObject): Iterable<string> {
  return ERRORS[`${groupOf(object.apiVersion)}/${object.kind}`]?.(object) ?? [];
}

const ERRORS: Readonly<Record<string, (object: Json) => Iterable<string>>> = {
  '/ConfigMap': configErrors,
  '/Secret': configErrors,
  *'/Service'(object) {
    const ports = objectsAt(object, 'spec', 'ports');
    const names = ports.map((port) => stringAt(port, 'name') ?? '');
    if (ports.length > 1 && names.includes('')) yield 'has several ports, and one without a name';
    for (const name of repeated(names.filter((one) => one !== ''))) yield `has two ports called ${name}`;
    for (const name of names) if (name !== '' && !isDnsLabel(name)) yield `"${name}" is not a legal port name`;
    if (ports.length === 0 && valueAt(object, 'spec', 'clusterIP') !== 'None') yield 'has no ports';
    if (
      valueAt(object, 'spec', 'clusterIP') === 'None' &&
      ['NodePort', 'LoadBalancer'].includes(String(valueAt(object, 'spec', 'type')))
    )
      yield 'is headless, and of a type that needs an address';
  },
  *'apps/Deployment'(object) {
    const strategy = objectAt(object, 'spec', 'strategy');
    if (strategy['type'] === 'Recreate' && strategy['rollingUpdate'] !== undefined)
      yield 'recreates, and says how to roll';
  },
  *'apps/StatefulSet'(object) {
    if (String(valueAt(object, 'metadata', 'name')).length > 52)
      yield 'a name of more than 52 characters leaves no room for the hash in its pods';
  },
  *'batch/CronJob'(object) {
    const schedule = stringAt(object, 'spec', 'schedule') ?? '';
    if (
      !/^(?:@(?:hourly|daily|weekly|monthly|yearly|annually|midnight)|(?:[\d*/,?A-Za-z-]+ ){4}[\d*/,?A-Za-z-]+)$/.test(
        schedule,
      )
    )
      yield `spec.schedule: "${schedule}" is no schedule of five fields`;
    if (String(valueAt(object, 'metadata', 'name')).length > 52)
      yield 'a name of more than 52 characters leaves no room for the time in its Jobs';
    yield* jobErrors(objectAt(object, 'spec', 'jobTemplate'));
  },
  'batch/Job': jobErrors,
  *'networking.k8s.io/NetworkPolicy'(object) {
    for (const [rules, peers] of [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const)
      for (const peer of objectsAt(object, 'spec', rules).flatMap((rule) => objectsAt(rule, peers))) {
        const keys = Object.keys(peer);
        if (keys.length === 0) yield `${rules}: a peer that says nothing`;
        if (keys.includes('ipBlock') && keys.length > 1)
          yield `${rules}: a peer is an address block or a selector, not both`;
      }
  },
  *'policy/PodDisruptionBudget'(object) {
    const spec = objectAt(object, 'spec');
    if (spec['minAvailable'] !== undefined && spec['maxUnavailable'] !== undefined)
      yield 'says minAvailable and maxUnavailable';
  },
};

function* configErrors(object: Json): Iterable<string> {
  const keys = ['data', 'binaryData', 'stringData'].flatMap((field) => Object.keys(objectAt(object, field)));
  for (const key of keys) if (!isConfigKey(key)) yield `"${key}" is not a legal key: letters, digits, - _ .`;
  for (const key of repeated(keys)) yield `${key} is in two of data, binaryData and stringData`;
}

function* jobErrors(object: Json): Iterable<string> {
  const policy = stringAt(object, 'spec', 'template', 'spec', 'restartPolicy');
  if (policy !== 'OnFailure' && policy !== 'Never')
    yield `restartPolicy is ${policy ?? 'not said'}: a Job needs OnFailure or Never`;
}
