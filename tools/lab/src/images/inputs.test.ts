import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readInputs, tagOf } from './inputs.ts';

const IMAGE = { name: 'app', app: 'apps/app', packages: ['apps/app'] };
const entry = (name: string, dependencies: object) => ({ name, version: '0.1.0', dependencies });
const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'small',
    workspaces: ['apps/*', 'libs/*'],
    devDependencies: { vite: '1.0.0', other: '1.0.0' },
  }),
  'package-lock.json': JSON.stringify({
    name: 'small',
    version: '0.1.0',
    lockfileVersion: 3,
    packages: {
      '': {},
      'apps/app': entry('app', { used: '0.1.0', left: '1.0.0' }),
      'libs/used': entry('used', {}),
      'libs/unused': entry('unused', {}),
      'node_modules/app': { resolved: 'apps/app', link: true },
      'node_modules/used': { resolved: 'libs/used', link: true },
      'node_modules/unused': { resolved: 'libs/unused', link: true },
      'node_modules/left': { version: '1.0.0', dependencies: { deeper: '1.0.0' } },
      'node_modules/deeper': { version: '1.0.0' },
      'node_modules/vite': { version: '1.0.0', dev: true },
      'node_modules/other': { version: '1.0.0', dev: true },
    },
  }),
  'tsconfig.base.json': '{}',
  'apps/app/package.json': JSON.stringify(entry('app', { used: '0.1.0', left: '1.0.0' })),
  'apps/app/Dockerfile': 'FROM x',
  'apps/app/src/main.ts': 'main',
  'libs/used/package.json': JSON.stringify(entry('used', {})),
  'libs/used/src/index.ts': 'used',
  'libs/unused/package.json': JSON.stringify(entry('unused', {})),
  'libs/unused/src/index.ts': 'unused',
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'inputs-'));
  for (const [path, text] of Object.entries(files)) write(path, text);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const tag = (): string => tagOf(readInputs(root, IMAGE));
const lockedPackages = (): string[] => {
  const lock = readInputs(root, IMAGE).get('package-lock.json') as Buffer;
  return Object.keys((JSON.parse(lock.toString('utf8')) as { packages: object }).packages);
};

test('an image holds its app and what that imports, and of the lock only their packages', () => {
  const inputs = readInputs(root, IMAGE);
  expect([...inputs.keys()]).toEqual([
    'Dockerfile',
    'apps/app/package.json',
    'apps/app/src/main.ts',
    'libs/used/package.json',
    'libs/used/src/index.ts',
    'package-lock.json',
    'package.json',
    'tsconfig.base.json',
  ]);
  const packages = lockedPackages();
  for (const name of ['left', 'deeper', 'vite', 'used']) expect(packages).toContain(`node_modules/${name}`);
  for (const name of ['other', 'unused']) expect(packages).not.toContain(`node_modules/${name}`);
});

test.each([
  ['a source', 'libs/used/src/index.ts', 'changed', true],
  ['a new file', 'apps/app/src/more.ts', 'more', true],
  ['the Dockerfile', 'apps/app/Dockerfile', 'FROM y', true],
  ['a test', 'libs/used/src/index.test.ts', 'test', false],
  ['a README', 'apps/app/README.md', 'words', false],
  ['what tests read', 'apps/app/src/testdata/a.txt', 'data', false],
  ['what was built', 'libs/used/dist/index.js', 'js', false],
  ['another package', 'libs/unused/src/index.ts', 'changed', false],
])('%s: another tag? %s', (_, path, text, changes) => {
  const before = tag();
  expect(before).toMatch(/^[0-9a-f]{12}$/);
  write(path, text);
  expect(tag() !== before).toBe(changes);
});

test('a version of a package that the image holds makes another tag, one that it does not hold does not', () => {
  const before = tag();
  const lock = files['package-lock.json'] as string;
  write(
    'package-lock.json',
    lock.replace('"node_modules/other":{"version":"1.0.0"', '"node_modules/other":{"version":"2.0.0"'),
  );
  expect(tag()).toBe(before);
  write(
    'package-lock.json',
    lock.replace('"node_modules/deeper":{"version":"1.0.0"', '"node_modules/deeper":{"version":"2.0.0"'),
  );
  expect(tag()).not.toBe(before);
});
