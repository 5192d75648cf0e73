/** The schemas of every kind that may be rendered; `npm run schemas` writes them. Read from this package's folder when first asked for. */
import { existsSync, readFileSync } from 'node:fs';
import { invariant } from '@chimera/errors';
import { groupOf } from './identity.ts';
import type { Json } from './json.ts';
import type { RenderedObject } from './rule.ts';
import { type SchemaError, validate } from './validate.ts';

export type Scope = 'Namespaced' | 'Cluster';

/** A Go module that schemas were made from. */
export interface SchemaSource {
  readonly module: string;
  readonly version: string;
  /** SPDX identifier. */
  readonly licence: string;
}

interface SchemaFile {
  readonly sources: readonly SchemaSource[];
  readonly kinds: Readonly<Record<string, { readonly scope: Scope; readonly $ref: string }>>;
  readonly definitions: Readonly<Record<string, Json>>;
}

const FOLDER = new URL('../schemas/', import.meta.url);
const files = new Map<string, SchemaFile | null>();

/** The modules behind the kinds of one API group; empty for an unknown group. `''` is Kubernetes' core. */
export function schemaSources(group: string): readonly SchemaSource[] {
  return readSchemas(fileNameOf(group))?.sources ?? [];
}

/** Whether objects of the kind live in a namespace; undefined for a kind without a schema. */
export function scopeOf(object: Pick<RenderedObject, 'apiVersion' | 'kind'>): Scope | undefined {
  return entryOf(object)?.scope;
}

/** What is wrong with an object, everything at once; empty when it is right, or when its kind has no schema. */
export function schemaErrors(object: RenderedObject): readonly SchemaError[] {
  const entry = entryOf(object);
  if (entry === undefined) return [];
  const file = fileNameOf(groupOf(object.apiVersion));
  return validate(definition(file, entry.$ref), object, (ref) => definition(file, ref));
}

/** Versions of a kind that have a schema, for a message: `apps/v1`. */
export function versionsOf(kind: string, group: string): readonly string[] {
  const keys = Object.keys(readSchemas(fileNameOf(group))?.kinds ?? {});
  return keys.filter((key) => key.endsWith(`/${kind}`)).map((key) => key.slice(0, -kind.length - 1));
}

function entryOf({
  apiVersion,
  kind,
}: Pick<RenderedObject, 'apiVersion' | 'kind'>): SchemaFile['kinds'][string] | undefined {
  const kinds = readSchemas(fileNameOf(groupOf(apiVersion)))?.kinds;
  const key = `${apiVersion}/${kind}`;
  return kinds !== undefined && Object.hasOwn(kinds, key) ? kinds[key] : undefined;
}

/** Names of Kubernetes' own definitions; every other one is in the file that refers to it. */
const KUBERNETES = 'io.k8s.';

/** `ref` is `#/definitions/<name>`, which may follow a file's name. */
function definition(file: string, ref: string): Json {
  const name = ref.slice(ref.indexOf('#/definitions/') + '#/definitions/'.length);
  const found = readSchemas(name.startsWith(KUBERNETES) ? 'kubernetes.json' : file)?.definitions[name];
  invariant(found !== undefined, `BUG: no schema ${ref} for ${file}; npm run schemas`);
  return found;
}

/** A group's file is read when its first object is seen. */
function readSchemas(name: string): SchemaFile | null {
  let file = files.get(name);
  if (file === undefined) {
    const url = new URL(name, FOLDER);
    file = existsSync(url) ? (JSON.parse(readFileSync(url, 'utf8')) as SchemaFile) : null;
    files.set(name, file);
  }
  return file;
}

/** Kubernetes' own groups share a file, because their definitions refer to each other. */
function fileNameOf(group: string): string {
  return group.includes('.') && !group.endsWith('.k8s.io') ? `${group}.json` : 'kubernetes.json';
}
