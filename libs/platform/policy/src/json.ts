/** Reading plain JSON whose shape is only hoped for: an absent or odd value reads as empty, the schema rule reports it. */

export type Json = Readonly<Record<string, unknown>>;

const EMPTY: Json = Object.freeze({});

/** The object at a path of keys; an empty one when there is none. */
export function objectAt(value: unknown, ...path: readonly string[]): Json {
  const found = valueAt(value, ...path);
  return isObject(found) ? found : EMPTY;
}

/** The list at a path of keys; an empty one when there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The list of objects at a path of keys. */
export function objectsAt(value: unknown, ...path: readonly string[]): readonly Json[] {
  return listAt(value, ...path).filter(isObject);
}

/** The string at a path of keys; undefined when there is none. */
export function stringAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The strings among a list's items. */
export function stringsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((item) => typeof item === 'string');
}

/** Key and string value of a map such as labels or a ConfigMap's data. */
export function stringEntries(value: unknown, ...path: readonly string[]): readonly (readonly [string, string])[] {
  return Object.entries(objectAt(value, ...path)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
}

/** Whatever is at a path of keys. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (!isObject(found)) return undefined;
    found = found[key];
  }
  return found;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
