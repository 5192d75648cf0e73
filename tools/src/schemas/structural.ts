/** Kubernetes' structural schemas as closed JSON schemas: an unknown field is refused, as with `kubectl --validate=strict`. */
import type { JsonObject } from './crd.ts';
import { javascriptPattern } from './go-pattern.ts';

/** Keywords that JSON Schema knows and the API server enforces. */
const KEPT = new Set([
  '$ref',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'maximum',
  'maxItems',
  'maxLength',
  'maxProperties',
  'minimum',
  'minItems',
  'minLength',
  'minProperties',
  'multipleOf',
  'pattern',
  'required',
  'type',
  'uniqueItems',
  'x-kubernetes-list-map-keys',
]);

/** Closes a schema and everything in it. */
export function closeObject(schema: JsonObject): JsonObject {
  const closed: Record<string, unknown> = copyKept(schema);
  const properties = schema['properties'] as Readonly<Record<string, JsonObject>> | undefined;
  const additional = schema['additionalProperties'];
  const items = schema['items'] as JsonObject | undefined;
  if (properties !== undefined) closed['properties'] = mapValues(withEmbedded(schema, properties), closeObject);
  if (isSchema(additional)) closed['additionalProperties'] = closeObject(additional);
  else if (properties !== undefined && additional !== true && schema['x-kubernetes-preserve-unknown-fields'] !== true)
    closed['additionalProperties'] = false;
  if (items !== undefined) closed['items'] = closeObject(items);
  if (schema['x-kubernetes-list-type'] === 'set') closed['uniqueItems'] = true;
  for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) {
    const branches = schema[junctor] as readonly JsonObject[] | undefined;
    if (branches !== undefined && schema['x-kubernetes-int-or-string'] !== true)
      closed[junctor] = branches.map(openBranch);
  }
  if (isSchema(schema['not'])) closed['not'] = openBranch(schema['not']);
  if (schema['x-kubernetes-int-or-string'] === true) closed['type'] = ['integer', 'string'];
  if (schema['nullable'] === true) return { anyOf: [{ type: 'null' }, closed] };
  return dropDefaulted(closed, properties);
}

/** The API server fills defaults in before it looks for required fields. */
function dropDefaulted(
  closed: Record<string, unknown>,
  properties: Readonly<Record<string, JsonObject>> | undefined,
): JsonObject {
  const required = closed['required'] as readonly string[] | undefined;
  if (required === undefined || properties === undefined) return closed;
  const needed = required.filter((key) => properties[key]?.['default'] === undefined);
  if (needed.length === required.length) return closed;
  const { required: _, ...rest } = closed;
  return needed.length === 0 ? rest : { ...rest, required: needed };
}

/** A branch of a junctor restricts what the schema around it has declared, and declares nothing itself. */
function openBranch(schema: JsonObject): JsonObject {
  const open: Record<string, unknown> = copyKept(schema);
  const properties = schema['properties'] as Readonly<Record<string, JsonObject>> | undefined;
  if (properties !== undefined) open['properties'] = mapValues(properties, openBranch);
  if (isSchema(schema['items'])) open['items'] = openBranch(schema['items']);
  if (isSchema(schema['not'])) open['not'] = openBranch(schema['not']);
  for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) {
    const branches = schema[junctor] as readonly JsonObject[] | undefined;
    if (branches !== undefined) open[junctor] = branches.map(openBranch);
  }
  return open;
}

/** An embedded resource has these three besides what it declares. */
function withEmbedded(
  schema: JsonObject,
  properties: Readonly<Record<string, JsonObject>>,
): Readonly<Record<string, JsonObject>> {
  if (schema['x-kubernetes-embedded-resource'] !== true) return properties;
  return { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' }, ...properties };
}

function copyKept(schema: JsonObject): Record<string, unknown> {
  const kept = Object.entries(schema).filter(([key]) => KEPT.has(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'pattern' ? javascriptPattern(value as string) : value]),
  );
}

function isSchema(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(
  record: Readonly<Record<string, JsonObject>>,
  map: (schema: JsonObject) => JsonObject,
): Record<string, JsonObject> {
  return Object.fromEntries(Object.entries(record).map(([key, schema]) => [key, map(schema)]));
}
