/** The floors are really enforced: a deliberate violation must be reported by the linter that Nx runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { bin, ROOT } from './workspace.ts';

const VIOLATION = 'libs/tsdb/index/src/testdata/invalid/module-boundaries/imports-its-own-floor.ts';
const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };

test('an import of a library on the same floor is reported', () => {
  // Without a project graph the rule skips every file and passes: Nx computes it first.
  execFileSync(bin('nx'), ['show', 'projects'], { cwd: ROOT, env });
  const lint = spawnSync(bin('eslint'), ['--no-ignore', '--format', 'json', VIOLATION], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  const [file] = JSON.parse(lint.stdout) as { messages: { ruleId: string; message: string }[] }[];
  const reported = file?.messages.find(({ ruleId }) => ruleId === '@nx/enforce-module-boundaries');
  expect(reported?.message).toContain('floor:2');
  expect(lint.status).toBe(1);
}, 120_000);
