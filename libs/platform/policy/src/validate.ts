/**
 * Checks plain JSON against the subset of JSON Schema that `npm run schemas` writes, by walking schema and value together.
 * Nothing is compiled: a validator that compiles needs half a second for Prometheus' CRD alone, and each is used a few times.
 */
import { isObject, type Json } from './json.ts';
import { suggest } from './suggest.ts';

/** Finds the schema that a `$ref` names. */
export type Resolve = (ref: string) => Json;

/** One error: where in the value (`spec.ports[0].name`, empty for the value itself), and what is wrong there. */
export interface SchemaError {
  readonly at: string;
  readonly message: string;
}

/** Everything that is wrong, in the order of the value's keys. */
export function validate(schema: Json, value: unknown, resolve: Resolve): SchemaError[] {
  const errors: SchemaError[] = [];
  walk(schema, value, '', { resolve, errors });
  return errors;
}

interface Run {
  readonly resolve: Resolve;
  readonly errors: SchemaError[];
}

function walk(schema: Json, value: unknown, at: string, run: Run): void {
  const ref = schema['$ref'];
  if (typeof ref === 'string') return walk(run.resolve(ref), value, at, run);
  const report = (message: string) => run.errors.push({ at, message });
  const type = schema['type'];
  if (type !== undefined && !hasType(type, value)) {
    report(`must be ${Array.isArray(type) ? type.join(' or ') : type}, is ${show(value)}`);
    return;
  }
  const values = schema['enum'];
  if (Array.isArray(values) && !values.some((one) => one === value))
    report(
      `must be one of ${values.map((one) => JSON.stringify(one)).join(', ')}, is ${show(value)}${suggest(value, values)}`,
    );
  if (typeof value === 'string') checkString(schema, value, report);
  else if (typeof value === 'number') checkNumber(schema, value, report);
  else if (Array.isArray(value)) checkList(schema, value, at, run, report);
  else if (isObject(value)) checkObject(schema, value, at, run, report);
  checkJunctors(schema, value, at, run, report);
}

type Report = (message: string) => void;

function checkObject(schema: Json, value: Json, at: string, run: Run, report: Report): void {
  for (const key of (schema['required'] as readonly string[] | undefined) ?? [])
    if (value[key] === undefined) report(`lacks the required field "${key}"`);
  const size = Object.keys(value).length;
  bound(schema, 'minProperties', size, (limit) => report(`needs at least ${limit} fields, has ${size}`));
  bound(schema, 'maxProperties', size, (limit) => report(`takes at most ${limit} fields, has ${size}`));
  const properties = schema['properties'] as Readonly<Record<string, Json>> | undefined;
  const additional = schema['additionalProperties'];
  for (const [key, inner] of Object.entries(value)) {
    const known = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
    const innerAt = at === '' ? key : `${at}.${key}`;
    if (known !== undefined) walk(known, inner, innerAt, run);
    else if (isObject(additional)) walk(additional, inner, innerAt, run);
    else if (additional === false)
      report(`has the unknown field "${key}"${suggest(key, Object.keys(properties ?? {}))}`);
  }
}

function checkList(schema: Json, value: readonly unknown[], at: string, run: Run, report: Report): void {
  bound(schema, 'minItems', value.length, (limit) => report(`needs at least ${limit} items, has ${value.length}`));
  bound(schema, 'maxItems', value.length, (limit) => report(`takes at most ${limit} items, has ${value.length}`));
  const items = schema['items'];
  if (isObject(items)) for (const [index, item] of value.entries()) walk(items, item, `${at}[${index}]`, run);
  const keys = schema['x-kubernetes-list-map-keys'] as readonly string[] | undefined;
  if (keys === undefined && schema['uniqueItems'] !== true) return;
  const seen = new Set<string>();
  for (const item of value) {
    const key = JSON.stringify(keys !== undefined && isObject(item) ? keys.map((name) => item[name]) : item);
    if (seen.has(key)) report(`has two items with equal ${keys?.join(' and ') ?? 'value'}: ${key}`);
    seen.add(key);
  }
}

function checkString(schema: Json, value: string, report: Report): void {
  if ('minLength' in schema || 'maxLength' in schema) {
    const length = [...value].length;
    bound(schema, 'minLength', length, (limit) => report(`must have at least ${limit} characters, is ${show(value)}`));
    bound(schema, 'maxLength', length, (limit) => report(`must have at most ${limit} characters, has ${length}`));
  }
  const pattern = schema['pattern'];
  if (typeof pattern === 'string' && !patternOf(pattern).test(value))
    report(`must match ${pattern}, is ${show(value)}`);
}

const patterns = new Map<string, RegExp>();

function patternOf(pattern: string): RegExp {
  const cached = patterns.get(pattern) ?? new RegExp(pattern);
  patterns.set(pattern, cached);
  return cached;
}

function checkNumber(schema: Json, value: number, report: Report): void {
  const open = schema['exclusiveMinimum'] === true;
  const openAbove = schema['exclusiveMaximum'] === true;
  bound(schema, 'minimum', value, (limit) => report(`must be at least ${limit}, is ${value}`));
  bound(schema, 'maximum', value, (limit) => report(`must be at most ${limit}, is ${value}`));
  if (open && value === schema['minimum']) report(`must be more than ${value}`);
  if (openAbove && value === schema['maximum']) report(`must be less than ${value}`);
  const step = schema['multipleOf'];
  if (typeof step === 'number' && value % step !== 0) report(`must be a multiple of ${step}, is ${value}`);
}

/** `allOf`, `anyOf`, `oneOf`, `not`. Of alternatives that all fail, the nearest one's errors are told. */
function checkJunctors(schema: Json, value: unknown, at: string, run: Run, report: Report): void {
  for (const branch of branches(schema, 'allOf')) walk(branch, value, at, run);
  for (const junctor of ['anyOf', 'oneOf'] as const) {
    const results = branches(schema, junctor).map((branch) => errorsOf(branch, value, at, run.resolve));
    if (results.length === 0) continue;
    const fitting = results.filter((errors) => errors.length === 0).length;
    if (fitting === 0) run.errors.push(...(results.sort((a, b) => a.length - b.length)[0] as SchemaError[]));
    else if (junctor === 'oneOf' && fitting > 1) report(`fits ${fitting} alternatives where exactly one must fit`);
  }
  const not = schema['not'];
  if (isObject(not) && errorsOf(not, value, at, run.resolve).length === 0)
    report('has a combination of fields that is not allowed');
}

function errorsOf(schema: Json, value: unknown, at: string, resolve: Resolve): SchemaError[] {
  const errors: SchemaError[] = [];
  walk(schema, value, at, { resolve, errors });
  return errors;
}

function branches(schema: Json, junctor: 'allOf' | 'anyOf' | 'oneOf'): readonly Json[] {
  return (schema[junctor] as readonly Json[] | undefined) ?? [];
}

/** Calls `fail` with the limit when `actual` is beyond the schema's minimum or maximum of that name. */
function bound(schema: Json, keyword: string, actual: number, fail: (limit: number) => void): void {
  const limit = schema[keyword];
  if (typeof limit !== 'number') return;
  if (keyword.startsWith('min') ? actual < limit : actual > limit) fail(limit);
}

function hasType(type: unknown, value: unknown): boolean {
  if (Array.isArray(type)) return type.some((one) => hasType(one, value));
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
