import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatFailures, summarize } from '@chimera/promql-testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runTestdata } from './promqltest/run-testdata.ts';
import { STORAGE_KINDS } from './promqltest/storage.ts';
import { DEFAULT_TESTDATA } from './promqltest.ts';
import { inRepo } from './workspace.ts';

const present = existsSync(DEFAULT_TESTDATA);
const MISSING = `Prometheus' PromQL test scripts are not at ${DEFAULT_TESTDATA}: the engine is not tested against them.`;

if (!present && process.env['CI']) {
  test('the test scripts are there', () => expect.fail(MISSING));
} else {
  if (!present) console.warn(`SKIPPED: ${MISSING}`);
  describe.skipIf(!present).each(STORAGE_KINDS)('Prometheus test scripts on the %s store', (storage) => {
    test('every eval passes, and none is left out', async () => {
      const reports = await runTestdata({ folder: DEFAULT_TESTDATA, names: [], storage });
      expect(formatFailures(reports)).toEqual([]);
      expect(reports).toHaveLength(21);
      const { total } = summarize(reports);
      expect(total).toMatchObject({ evals: 2_214, passed: 2_214, problems: 0 });
      // The hidden re-runs took place.
      expect(total.executions).toBeGreaterThan(19_000);
    });
  });
}

describe('the command', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'promqltest-'));
    await writeFile(join(folder, 'right.test'), 'load 5m\n  m 1 2\n\neval instant at 5m m\n  m 2\n');
    await writeFile(join(folder, 'wrong.test'), 'load 5m\n  m 1 2\n\neval instant at 5m m\n  m 3\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Exit code and output of the program. */
  const run = async (...args: string[]): Promise<{ code: number; output: string }> => {
    const program = ['--conditions=@chimera/source', inRepo('tools', 'src', 'promqltest.ts'), ...args];
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, program);
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  };

  test('prints failures and passes, and exits with 1', async () => {
    const json = join(folder, 'out.json');
    const { code, output } = await run('--testdata', folder, '--storage', 'memory', '--json', json);
    expect(output).toBe(
      `wrong.test:4  m
  another value of m (instant query at 300000)
  expected  3
  got       2

right.test        1/1 passed     12 queries executed
wrong.test        0/1 passed      1 queries executed
all               1/2 passed     13 queries executed
`,
    );
    expect(code).toBe(1);
    expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({ summary: { total: { evals: 2, passed: 1 } } });
  });

  test('exits with 0 when all passes, with 2 for bad arguments', async () => {
    expect(await run('--testdata', folder, '--storage', 'memory', '--file', 'right')).toMatchObject({ code: 0 });
    const { code, output } = await run('--storage', 'tape');
    expect(code).toBe(2);
    expect(output).toContain("--storage takes head or memory; got 'tape'.");
    expect(await run('--testdata', join(folder, 'none'))).toMatchObject({ code: 2 });
    expect((await run('--help')).output).toContain('Usage: npm run promqltest');
  });
});
