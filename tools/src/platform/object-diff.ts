/** What a change does to a cluster's objects: added, changed field by field, removed. */
import { type ApiObjectJson, apiGroup, describeObject } from '@chimera/platform-kit';
import { changedImmutableFields } from '@chimera/platform-policy';

export interface ObjectDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly ChangedObject[];
}

export interface ChangedObject {
  readonly object: string;
  readonly fields: readonly string[];
  /** Paths of those that the API server refuses to change, whether or not a migration is declared. */
  readonly immutable: readonly string[];
}

export function diffObjects(before: readonly ApiObjectJson[], after: readonly ApiObjectJson[]): ObjectDiff {
  const old = byIdentity(before);
  const now = byIdentity(after);
  const changed = [...now].flatMap(([identity, object]) => {
    const previous = old.get(identity);
    if (previous === undefined) return [];
    const fields = diffFields(previous, object, '');
    if (fields.length === 0) return [];
    return [{ object: describeObject(object), fields, immutable: changedImmutableFields(previous, object) }];
  });
  return {
    added: missingIn(old, now),
    removed: missingIn(now, old),
    changed,
  };
}

/** In order of kind and name. */
function missingIn(those: ReadonlyMap<string, ApiObjectJson>, these: ReadonlyMap<string, ApiObjectJson>): string[] {
  return [...these]
    .filter(([identity]) => !those.has(identity))
    .map(([, object]) => describeObject(object))
    .sort();
}

/** A changed object for people: which immutable fields it touches comes first, then at most `limit` fields. */
export function changeLines({ object, fields, immutable }: ChangedObject, limit: number): string[] {
  return [
    `~ ${object}`,
    ...immutable.map((field) => `    immutable: ${field}`),
    ...fields.slice(0, limit).map((field) => `    ${field}`),
    ...(fields.length > limit ? [`    and ${fields.length - limit} more`] : []),
  ];
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
