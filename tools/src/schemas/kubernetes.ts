/** Kubernetes' own kinds: closed JSON schemas from its OpenAPI document and its Go types. */
import { type JsonObject, withoutDescriptions } from './crd.ts';
import type { EnumFields } from './go-enums.ts';
import { closeObject } from './structural.ts';

/** The parts of the OpenAPI document that we read. */
export type Swagger = {
  readonly definitions: Readonly<Record<string, JsonObject>>;
  readonly paths: Readonly<Record<string, unknown>>;
};

/** A kind and where its schema is. */
export type KindEntry = { readonly scope: 'Namespaced' | 'Cluster'; readonly $ref: string };

export type KubernetesSchemas = {
  /** By `apps/v1/Deployment` or `v1/Service`. */
  readonly kinds: Readonly<Record<string, KindEntry>>;
  readonly definitions: Readonly<Record<string, JsonObject>>;
};

/** The groups and versions that we render. */
export const API_VERSIONS: readonly string[] = [
  'admissionregistration.k8s.io/v1',
  'apiextensions.k8s.io/v1',
  'apiregistration.k8s.io/v1',
  'apps/v1',
  'autoscaling/v2',
  'batch/v1',
  'discovery.k8s.io/v1',
  'networking.k8s.io/v1',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
  'scheduling.k8s.io/v1',
  'storage.k8s.io/v1',
  'v1',
];

/** Kinds of those groups that the API server makes itself, or that are no objects. */
const NOT_RENDERED = new Set([
  'Binding',
  'ComponentStatus',
  'Event',
  'Eviction',
  'Node',
  'PodTemplate',
  'Scale',
  'Status',
]);

const QUANTITY = '^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$';

/** Types that JSON writes in more than one way. */
const SPECIAL: Readonly<Record<string, JsonObject>> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['integer', 'string'] },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: ['number', 'string'], pattern: QUANTITY },
};

/** `enums` has the fields of a package by `core/v1`. */
export function kubernetesSchemas(swagger: Swagger, enums: ReadonlyMap<string, EnumFields>): KubernetesSchemas {
  const scopes = scopesOf(swagger);
  const kinds: Record<string, KindEntry> = {};
  const wanted = new Set<string>();
  for (const [name, definition] of Object.entries(swagger.definitions)) {
    for (const { group, version, kind } of kindsOf(definition)) {
      const apiVersion = group === '' ? version : `${group}/${version}`;
      const scope = scopes.get(`${apiVersion}/${kind}`);
      if (scope === undefined || !API_VERSIONS.includes(apiVersion) || NOT_RENDERED.has(kind)) continue;
      if (!('metadata' in ((definition['properties'] as JsonObject | undefined) ?? {})) || kind.endsWith('List'))
        continue;
      kinds[`${apiVersion}/${kind}`] = { scope, $ref: `#/definitions/${name}` };
      follow(swagger, name, wanted);
    }
  }
  const definitions = [...wanted].sort().map((name) => [name, closedDefinition(swagger, name, enums)] as const);
  return { kinds: sorted(kinds), definitions: Object.fromEntries(definitions) };
}

function closedDefinition(swagger: Swagger, name: string, enums: ReadonlyMap<string, EnumFields>): JsonObject {
  const special = SPECIAL[name];
  if (special !== undefined) return special;
  const closed = closeObject(withoutDescriptions(swagger.definitions[name] as JsonObject));
  const [, owner = '', struct = ''] = /^io\.k8s\.api\.([a-z]+\.v\w+)\.(\w+)$/.exec(name) ?? [];
  const fields = enums.get(owner.replace('.', '/'));
  const properties = closed['properties'] as Readonly<Record<string, JsonObject>> | undefined;
  if (fields === undefined || properties === undefined) return closed;
  const typed = Object.entries(properties).map(([key, schema]) => {
    const values = fields.get(`${struct}.${key}`);
    if (values === undefined) return [key, schema] as const;
    return [key, schema['type'] === 'array' ? { ...schema, items: { enum: values } } : { enum: values }] as const;
  });
  return { ...closed, properties: Object.fromEntries(typed) };
}

/** Adds the names of all definitions that `name` refers to, itself included. */
function follow(swagger: Swagger, name: string, seen: Set<string>): void {
  if (seen.has(name)) return;
  seen.add(name);
  for (const [, next] of JSON.stringify(swagger.definitions[name]).matchAll(/"#\/definitions\/([^"]+)"/g))
    follow(swagger, next as string, seen);
}

/** Kinds that have a path of their own, and whether it names a namespace. */
function scopesOf({ paths }: Swagger): Map<string, KindEntry['scope']> {
  const scopes = new Map<string, KindEntry['scope']>();
  for (const [path, methods] of Object.entries(paths)) {
    const post = (methods as { post?: { 'x-kubernetes-group-version-kind'?: Kind } }).post?.[
      'x-kubernetes-group-version-kind'
    ];
    if (post === undefined || path.includes('{name}')) continue;
    const apiVersion = post.group === '' ? post.version : `${post.group}/${post.version}`;
    scopes.set(`${apiVersion}/${post.kind}`, path.includes('{namespace}') ? 'Namespaced' : 'Cluster');
  }
  return scopes;
}

type Kind = { readonly group: string; readonly version: string; readonly kind: string };

function kindsOf(definition: JsonObject): readonly Kind[] {
  return (definition['x-kubernetes-group-version-kind'] as readonly Kind[] | undefined) ?? [];
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
