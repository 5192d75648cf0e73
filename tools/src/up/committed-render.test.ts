import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterTree } from '@chimera/platform-render';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demandCommittedRender } from './committed-render.ts';

const FILE = 'gitops/small/root.yaml';
const tree = {
  plan: { cluster: { name: 'small' } },
  files: [{ path: FILE, text: 'a: 1\n' }],
} as unknown as ClusterTree;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'committed-'));
  mkdirSync(join(folder, 'gitops', 'small'), { recursive: true });
  execFileSync('git', ['init', '--quiet', folder]);
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string, path = FILE): void => writeFileSync(join(folder, path), text);
const commit = (): void => {
  const git = ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@localhost'];
  execFileSync('git', [...git, 'add', '.']);
  execFileSync('git', [...git, 'commit', '--quiet', '-m', 'x']);
};

test('a committed render is deployed', () => {
  write('a: 1\n');
  commit();
  write('not of the tree', 'notes.txt');
  expect(() => demandCommittedRender(folder, tree)).not.toThrow();
});

test('sources that render to something else: render first', () => {
  write('a: 0\n');
  commit();
  expect(() => demandCommittedRender(folder, tree)).toThrow(
    'gitops/small/root.yaml is not what clusters/small renders to: npm run render, commit, and try again',
  );
});

test('what is rendered and not committed: commit first', () => {
  write('a: 0\n');
  commit();
  write('a: 1\n');
  expect(() => demandCommittedRender(folder, tree)).toThrow('gitops/small/root.yaml is not committed');
  commit();
  write('left over', 'gitops/small/old.yaml');
  expect(() => demandCommittedRender(folder, tree)).toThrow('gitops/small/old.yaml is not committed');
});
