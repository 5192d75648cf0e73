/** Checks that hold for all rules together. */
import { readdirSync, readFileSync } from 'node:fs';
import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { checkCluster, ruleTitles } from './check-cluster.ts';
import { formatViolations } from './format.ts';
import type { ClusterObjects, PlacedObject, RenderedObject } from './rule.ts';

const VALID = new URL('./testdata/valid/', import.meta.url);

const parsed = readdirSync(VALID)
  .flatMap((file) => parseAllDocuments(readFileSync(new URL(file, VALID), 'utf8')))
  .map((document) => document.toJS() as RenderedObject);

function tree(): PlacedObject[] {
  return structuredClone(parsed).map((object, index) => ({
    object,
    path: `gitops/test/components/t/c/${index}.yaml`,
    component: 'c',
    team: 't',
    source: `libs/c.ts:${index}`,
  }));
}

function cluster(objects: readonly PlacedObject[], committed: readonly PlacedObject[] = []): ClusterObjects {
  const limits = {
    name: 'test',
    architecture: 'amd64',
    budget: { cpuMillis: 1, memoryBytes: 1 },
    storageClasses: [],
  } as const;
  return { cluster: limits, objects, committed, retired: [], stateful: new Set(), imports: [] };
}

test('no rule throws, whatever is in an object', () => {
  const random = seededRandom(11).next;
  const committed = tree();
  for (let round = 0; round < 60; round++) {
    const objects = tree();
    for (const { object } of objects) if (random() < 0.7) spoil(object, random, 0);
    expect(() => checkCluster(cluster(objects, committed))).not.toThrow();
  }
});

/** Replaces something below the first level, where kind and metadata are: an emitter gives those. */
function spoil(value: unknown, random: () => number, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  const keys = Object.keys(value).filter((key) => depth > 0 || !['apiVersion', 'kind', 'metadata'].includes(key));
  const key = keys[Math.floor(random() * keys.length)];
  if (key === undefined) return;
  const object = value as Record<string, unknown>;
  if (random() < 0.8 && typeof object[key] === 'object') spoil(object[key], random, depth + 1);
  else object[key] = [null, 0, 'x', [], {}, [null], [[1]], { name: 1 }, true, ''][Math.floor(random() * 10)];
}

test('violations come sorted, and are all told at once', () => {
  const violations = checkCluster(cluster(tree()));
  const places = violations.map(({ path, rule, message }) => `${path} ${rule} ${message}`);
  expect(places).toEqual([...places].sort());
  expect(new Set(violations.map(({ rule }) => rule)).size).toBeGreaterThan(2);
  const text = formatViolations(violations);
  for (const { message, fix, source } of violations)
    for (const part of [message, fix, source]) expect(text).toContain(part);
  expect(text).toContain(`${violations.length} violations in `);
});

test('one violation as text', () => {
  const violation = {
    rule: 'probes',
    component: 'shop',
    source: 'shop.ts:1',
    path: 'gitops/x.yaml',
    message: 'no probe',
    fix: 'add one',
  } as const;
  expect(formatViolations([violation])).toBe(
    'shop.ts:1: probes\n  no probe\n  fix: add one\n  in:  gitops/x.yaml\n\n1 violation in 1 component\n',
  );
  const elsewhere = { ...violation, path: violation.path.replace('kind-local', 'server') };
  const twice = formatViolations([violation, elsewhere]);
  expect(twice.split('\n').filter((line) => line.includes('fix:'))).toHaveLength(1);
  expect(twice).toContain(`  in:  ${violation.path}\n  in:  ${elsewhere.path}\n`);
  expect(twice).toContain('1 violation in 1 component');
  expect(formatViolations([])).toBe('');
});

test('the README has every rule with its title', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `([a-z-]+)`( \(strict\))? \| (.*) \|$/gm)].map(([, id, strict, title]) => ({
    id,
    title,
    strict: strict !== undefined,
  }));
  expect(rows).toEqual(ruleTitles());
});
