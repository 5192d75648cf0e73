/**
 * The closed unions of Kubernetes' API, read from its Go sources: its OpenAPI document calls `imagePullPolicy` a string and
 * leaves the three legal values to its description, and `Alwayz` would be found by the cluster only.
 */

/** Values by Go struct and JSON key, for instance `Container.imagePullPolicy`. */
export type EnumFields = ReadonlyMap<string, readonly string[]>;

/** Enumerations of one package: type name to values. A type counts when its comment says `+enum`. */
export function enumTypes(source: string): Map<string, string[]> {
  const types = new Map<string, string[]>();
  for (const [, name] of source.matchAll(/^\/\/ \+enum\n(?:\/\/.*\n)*type (\w+) string$/gm))
    types.set(name as string, []);
  for (const [, name, value] of source.matchAll(/^\s+\w+\s+(\w+)\s*=\s*"([^"]*)"/gm))
    types.get(name as string)?.push(value as string);
  return types;
}

/**
 * Fields of one package's structs whose type is an enumeration. `core` are the enumerations of `core/v1`, which other
 * packages import as `v1` or `corev1`.
 */
export function enumFields(source: string, core: ReadonlyMap<string, readonly string[]>): EnumFields {
  const own = enumTypes(source);
  const fields = new Map<string, readonly string[]>();
  for (const [, struct, body] of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
    for (const [, type, key] of (body as string).matchAll(/^\t\w+\s+(?:\*|\[\])*([\w.]+)\s+`json:"(\w+)/gm)) {
      const [, alias, name = ''] = /^(?:(v1|corev1)\.)?(\w+)$/.exec(type as string) ?? [];
      const values = alias === undefined ? own.get(name) : core.get(name);
      if (values !== undefined && values.length > 0) fields.set(`${struct}.${key}`, [...values].sort());
    }
  }
  return fields;
}
