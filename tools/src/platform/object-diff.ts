/** What a change does to a cluster's objects: added, changed field by field, removed. */
import { type ApiObjectJson, apiGroup, describeObject } from '@chimera/platform-kit';

export interface ObjectDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly object: string; readonly fields: readonly string[] }[];
}

export function diffObjects(before: readonly ApiObjectJson[], after: readonly ApiObjectJson[]): ObjectDiff {
  const old = byIdentity(before);
  const now = byIdentity(after);
  const changed = [...now].flatMap(([identity, object]) => {
    const previous = old.get(identity);
    const fields = previous === undefined ? [] : diffFields(previous, object, '');
    return fields.length === 0 ? [] : [{ object: describeObject(object), fields }];
  });
  return {
    added: [...now].filter(([identity]) => !old.has(identity)).map(([, object]) => describeObject(object)),
    removed: [...old].filter(([identity]) => !now.has(identity)).map(([, object]) => describeObject(object)),
    changed,
  };
}

/** `spec.replicas: 1 -> 2`; lists of equal length are compared entry by entry. */
export function diffFields(before: unknown, after: unknown, path: string): string[] {
  if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) {
    if (Array.isArray(before) && before.length !== (after as unknown[]).length) {
      return [`${path}: ${before.length} -> ${(after as unknown[]).length} entries`];
    }
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      diffFields(
        (before as Tree)[key],
        (after as Tree)[key],
        Array.isArray(before) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`,
      ),
    );
  }
  return Object.is(before, after) ? [] : [`${path}: ${short(before)} -> ${short(after)}`];
}

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree | unknown[] {
  return typeof value === 'object' && value !== null;
}

function short(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function byIdentity(objects: readonly ApiObjectJson[]): Map<string, ApiObjectJson> {
  return new Map(objects.map((object) => [`${apiGroup(object)}|${describeObject(object)}`, object]));
}
