/** The project references of the tsconfig files follow the dependencies in the package.json files. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { bin, ROOT } from './workspace.ts';

test('nx sync has nothing to do', () => {
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
  const { status, stdout, stderr } = spawnSync(bin('nx'), ['sync:check'], { cwd: ROOT, env, encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toContain('up to date');
  expect(status).toBe(0);
}, 120_000);
