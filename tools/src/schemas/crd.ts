/** A CustomResourceDefinition read from a module, and made smaller: its documentation is a third to two thirds of it. */
import { parse } from 'yaml';

/** What we read of a CustomResourceDefinition; everything else passes through. */
export type Crd = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: { readonly kind: string };
    readonly versions: readonly CrdVersion[];
  };
};

export type CrdVersion = {
  readonly name: string;
  readonly served: boolean;
  readonly schema: { readonly openAPIV3Schema: JsonObject };
};

export type JsonObject = { readonly [key: string]: unknown };

/** Parses one file. Throws, naming `file`, unless it holds exactly one CustomResourceDefinition. */
export function parseCrd(text: string, file: string): Crd {
  const crd = parse(text) as Crd | null;
  if (crd?.kind !== 'CustomResourceDefinition' || crd.spec?.versions === undefined)
    throw new Error(`${file}: expected one CustomResourceDefinition; got ${String(crd?.kind)}`);
  return crd;
}

/**
 * The CRD without the schemas' descriptions and without `creationTimestamp: null`. Argo CD's ApplicationSet with them
 * is 1.4 MB, close to what etcd takes.
 */
export function slimCrd(crd: Crd): Crd {
  const { creationTimestamp: _, ...metadata } = crd.metadata;
  const versions = crd.spec.versions.map((version) => ({
    ...version,
    schema: { openAPIV3Schema: withoutDescriptions(version.schema.openAPIV3Schema) },
  }));
  return { ...crd, metadata: metadata as Crd['metadata'], spec: { ...crd.spec, versions } };
}

/** Keys of a schema whose values are data, not schemas: a `description` in them stays. */
const DATA_KEYS = new Set(['default', 'enum', 'example']);

/** A schema without its documentation. A property that is *called* description has an object as value and stays. */
export function withoutDescriptions(schema: JsonObject): JsonObject {
  return strip(schema) as JsonObject;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, inner]) => key !== 'description' || typeof inner !== 'string');
  return Object.fromEntries(kept.map(([key, inner]) => [key, DATA_KEYS.has(key) ? inner : strip(inner)]));
}
