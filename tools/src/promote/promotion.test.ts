import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Git, promote } from './promotion.ts';

let root: string;
const git: Git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'promote-'));
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'test');
  git('config', 'user.email', 'test@example.org');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes files and commits them; answers the commit's id. */
function commit(message: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
  return git('rev-parse', 'HEAD').trim();
}

const cluster = (name: string) => ({ [`clusters/${name}/cluster.ts`]: '' });
const PROMOTED = 'clusters/server/promoted.json';
const held = { ...cluster('server'), ...cluster('kind-local'), [PROMOTED]: '{ "commit": null }\n' };
const rendered = { 'gitops/server/root.yaml': 'kind: Application\n' };
const promotedFile = () => readFileSync(join(root, 'clusters/server/promoted.json'), 'utf8');

test('the whole id is written, and what changes between the two is listed', () => {
  const first = commit('first', { ...held, ...rendered });
  expect(promote(root, git, 'server', 'HEAD')).toEqual({
    file: 'clusters/server/promoted.json',
    before: null,
    after: first,
    changes: null,
  });
  expect(promotedFile()).toBe(`{ "commit": "${first}" }\n`);
  commit('promote', {});
  commit('grafana: more memory', { 'gitops/server/components/observability/grafana/x.yaml': 'a' });
  const last = commit('docs', { 'README.md': 'b' });
  const { before, after, changes } = promote(root, git, 'server', last.slice(0, 10));
  expect([before, after]).toEqual([first, last]);
  expect(changes).toHaveLength(1);
  expect(changes?.[0]).toContain('grafana: more memory');
});

test('what cannot run is refused and nothing is written', () => {
  commit('not rendered yet', held);
  expect(() => promote(root, git, 'server', 'HEAD')).toThrow('has no gitops/server/root.yaml');
  expect(() => promote(root, git, 'server', 'v9')).toThrow('"v9" is no commit of this repository');
  expect(() => promote(root, git, 'server', '--all')).toThrow('"--all" is no commit');
  git('checkout', '--quiet', '-b', 'aside');
  const aside = commit('aside', rendered);
  git('checkout', '--quiet', 'main');
  expect(() => promote(root, git, 'server', aside)).toThrow('is not part of the branch that is checked out');
  expect(promotedFile()).toBe(held[PROMOTED]);
  expect(() => promote(root, git, 'sever', 'HEAD')).toThrow(
    'There is no cluster "sever". Clusters: kind-local, server.',
  );
  expect(() => promote(root, git, 'kind-local', 'HEAD')).toThrow('kind-local is not held at a commit');
});

test('a broken file is named', () => {
  commit('broken', { ...cluster('server'), 'clusters/server/promoted.json': '{ "comit": "x" }', ...rendered });
  expect(() => promote(root, git, 'server', 'HEAD')).toThrow(
    'clusters/server/promoted.json should be { "commit": "<id>" }',
  );
});
