/**
 * Every rule against its fixtures: a valid tree that breaks none, and per rule a folder of cases. A case changes the valid
 * tree so that this one rule is broken and no other, and says the messages.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { checkCluster, ruleTitles } from './check-cluster.ts';
import { describe as nameOf } from './identity.ts';
import type { ClusterObjects, PlacedObject, RenderedObject } from './rule.ts';
import { rules } from './rules.ts';

/** First document of a case; further documents are objects that are added to the tree, or replace one of the same name. */
interface Case {
  /** Messages of all violations, sorted. */
  readonly expect: readonly string[];
  /** Object, as messages name it, to path to new value; null removes. */
  readonly change?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly remove?: readonly string[];
  /** Compare with the valid tree as the committed render. */
  readonly committed?: true;
  readonly cluster?: Partial<ClusterObjects['cluster']>;
  readonly retired?: ClusterObjects['retired'];
  readonly stateful?: readonly string[];
  readonly imports?: ClusterObjects['imports'];
  /** File of an object, by its name. */
  readonly path?: Readonly<Record<string, string>>;
  /** Objects that are made once more. */
  readonly twice?: readonly string[];
}

const TESTDATA = new URL('./testdata/', import.meta.url);
const ids = readdirSync(new URL('invalid/', TESTDATA)).sort();

test('the valid tree breaks no rule', () => {
  expect(checkCluster(clusterOf({ expect: [] }, []))).toEqual([]);
});

test('every rule has a folder of fixtures, a title, and one place in the list', () => {
  const listed = rules.map(({ id }) => id);
  expect(listed).toEqual([...listed].sort());
  expect(new Set(listed).size).toBe(listed.length);
  expect(ids, 'folders of src/testdata/invalid/').toEqual(listed);
  for (const { id, title } of ruleTitles()) expect(title.length, id).toBeGreaterThan(20);
});

for (const id of ids) {
  const folder = new URL(`invalid/${id}/`, TESTDATA);
  const files = readdirSync(folder).sort();
  test(`${id} has a case`, () => expect(files.length).toBeGreaterThan(0));
  test.each(files)(`${id}: %s`, (file) => {
    const [header, ...objects] = documents(new URL(file, folder)) as [Case, ...RenderedObject[]];
    const violations = checkCluster(clusterOf(header, objects));
    expect(violations.map(({ message }) => message).sort()).toEqual([...header.expect].sort());
    for (const { rule, fix, source, path } of violations) {
      expect(rule, 'a case breaks one rule').toBe(id);
      expect(fix.length).toBeGreaterThan(5);
      expect(`${source}${path}`).not.toContain('undefined');
    }
    expect(violations.length).toBeGreaterThan(0);
  });
}

function clusterOf(header: Case, added: readonly RenderedObject[]): ClusterObjects {
  const valid = readValid();
  const byName = new Map(readValid().map((placed) => [nameOf(placed.object), placed]));
  for (const [name, changes] of Object.entries(header.change ?? {})) {
    const placed = byName.get(name);
    if (placed === undefined) throw new Error(`the valid tree has no ${name}`);
    for (const [path, value] of Object.entries(changes)) set(placed.object, path, expand(value));
  }
  for (const object of added) byName.set(nameOf(object), place(object));
  for (const name of header.remove ?? []) if (!byName.delete(name)) throw new Error(`the valid tree has no ${name}`);
  for (const [name, path] of Object.entries(header.path ?? {}))
    byName.set(name, { ...byName.get(name), path } as PlacedObject);
  const twice = (header.twice ?? []).map((name) => byName.get(name) as PlacedObject);
  return {
    cluster: {
      name: 'test',
      architecture: 'amd64',
      budget: { cpuMillis: 2000, memoryBytes: 2 * 2 ** 30 },
      storageClasses: ['standard'],
      ...header.cluster,
    },
    objects: [...byName.values(), ...twice],
    committed: header.committed === true ? valid : [],
    retired: header.retired ?? [],
    stateful: new Set(header.stateful ?? ['db', 'namespaces', 'prometheus']),
    imports: header.imports ?? [],
  };
}

/** Parsed once; each case gets a copy of its own. */
const parsed = readdirSync(new URL('valid/', TESTDATA)).flatMap(
  (file) => documents(new URL(`valid/${file}`, TESTDATA)) as RenderedObject[],
);

function readValid(): PlacedObject[] {
  return structuredClone(parsed).map(place);
}

/** Where the kit would put the object. */
function place(object: RenderedObject): PlacedObject {
  const { labels = {}, name } = object.metadata;
  const argocd = object.apiVersion.startsWith('argoproj.io/');
  const component = argocd ? name : (labels['chimera.dev/component'] ?? 'shop');
  const project = (object['spec'] as { project?: string } | undefined)?.project;
  const team = argocd ? (project ?? name) : (labels['chimera.dev/team'] ?? 'api-ecosystem');
  const file = `${nameOf(object).toLowerCase().replaceAll(/[ /]/g, '.')}.yaml`;
  const path = argocd ? `gitops/test/${file}` : `gitops/test/components/${team}/${component}/${file}`;
  return { object, path, component, team, source: `libs/platform/components/${team}/src/${component}.ts:1` };
}

function documents(url: URL): unknown[] {
  const text = readFileSync(url, 'utf8');
  const found = parseAllDocuments(text).map((document) => {
    if (document.errors[0] !== undefined) throw new Error(`${basename(url.pathname)}: ${document.errors[0].message}`);
    return document.toJS() as unknown;
  });
  return found;
}

/** `{repeat: x, times: 3}` is `xxx`. */
function expand(value: unknown): unknown {
  const { repeat, times } = (value ?? {}) as { repeat?: string; times?: number };
  return repeat === undefined || times === undefined ? value : repeat.repeat(times);
}

/** Sets `spec.ports[0].name`; a key with dots in it is written `metadata.labels["a.b/c"]`. */
function set(object: unknown, path: string, value: unknown): void {
  const keys = [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? plain ?? Number(index),
  );
  let at = object as Record<string | number, unknown>;
  for (const key of keys.slice(0, -1)) at = (at[key] ??= {}) as Record<string | number, unknown>;
  const last = keys[keys.length - 1] as string | number;
  if (value === null) delete at[last];
  else at[last] = value;
}

test('a change by path', () => {
  const object = parse('{a: [{b: 1}], c: {"x.y/z": 2}}') as unknown;
  set(object, 'a[0].b', 3);
  set(object, 'c["x.y/z"]', null);
  set(object, 'd.e', 4);
  expect(object).toEqual({ a: [{ b: 3 }], c: {}, d: { e: 4 } });
});
