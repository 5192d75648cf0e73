/** Render through Nx: what the cache restores and removes, and whom a change affects. Runs on a copy of the repository. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyRepository, type SourceCopy } from '../prove/source-copy.ts';

const TARGET = 'components-observability:render-kind-local';
const FOLDER = 'gitops/kind-local/components/observability/pushgateway';
const CLUSTER = 'clusters/kind-local/cluster.ts';

let copy: SourceCopy;
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, {
    cwd: copy.folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_NO_CLOUD: 'true',
      FORCE_COLOR: '0',
      NX_WORKSPACE_DATA_DIRECTORY: '',
    },
  });
const nx = (...args: string[]) => run(join(copy.folder, 'node_modules', '.bin', 'nx'), ...args);
const git = (...args: string[]) => run('git', ...args);
const edit = (path: string, change: (text: string) => string) => {
  const file = join(copy.folder, path);
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`the edit of ${path} changed nothing`);
  writeFileSync(file, after);
  return before;
};

beforeAll(async () => {
  copy = await copyRepository();
}, 120_000);
afterAll(() => copy.remove());

describe('render through Nx', () => {
  it('removes a deleted component with a warm cache, and brings it back from the cache', { timeout: 120_000 }, () => {
    nx('run', TARGET);
    expect(existsSync(join(copy.folder, FOLDER))).toBe(true);
    expect(nx('run', TARGET)).toMatch(/read the output from the cache|existing outputs match the cache/i);

    const before = edit(CLUSTER, (text) => text.replace(/install\(pushgateway\)(, )?/g, ''));
    nx('run', TARGET);
    expect(existsSync(join(copy.folder, FOLDER))).toBe(false);

    writeFileSync(join(copy.folder, CLUSTER), before);
    expect(nx('run', TARGET)).toMatch(/read the output from the cache/i);
    expect(existsSync(join(copy.folder, FOLDER))).toBe(true);
    expect(git('status', '--porcelain', '--', 'gitops')).toBe('');
  });

  it('affects the owning team only', { timeout: 120_000 }, () => {
    edit('libs/platform/components/observability/src/pushgateway.ts', (text) => `${text}// touched\n`);
    const affected = nx('show', 'projects', '--affected', '--base=HEAD').split('\n');
    expect(affected).toContain('components-observability');
    expect(affected.filter((name) => name.startsWith('components-'))).toEqual(['components-observability']);
  });
});
