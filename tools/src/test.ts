/** `npm test`: format check, lint with module boundaries, type check, unit and end-to-end tests; one closing line. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin, run } from './workspace.ts';

const HELP = `Usage: npm test [-- --only format|lint|typecheck|tests] [-- vitest arguments]

Runs the format check (biome), lint with module boundaries (nx), the type check (nx) and all tests (vitest), and closes
with 'N passed, N failed'. Exits non-zero when anything failed. With CI set, a missing browser or missing PromQL test
scripts are failures; elsewhere those tests are skipped and say so.`;

type Tally = { passed: number; failed: number; skipped: number };

/** Without a terminal biome colours every character of a difference. */
const COLORS = process.stdout.isTTY ? [] : ['--colors=off'];

const NX_ENV = { NX_TUI: 'false', NX_DAEMON: 'false', FORCE_COLOR: '0' };

const STEPS: Record<string, (vitestArgs: readonly string[]) => Promise<Tally>> = {
  format: () => check(bin('biome'), ['ci', '--error-on-warnings', ...COLORS, '.']),
  lint: () => check(bin('nx'), ['run-many', '-t', 'lint', '--output-style=static'], NX_ENV),
  typecheck: () => check(bin('nx'), ['run-many', '-t', 'typecheck', '--output-style=static'], NX_ENV),
  tests: runVitest,
};

async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(HELP);
    return 0;
  }
  const at = args.indexOf('--only');
  const only = at < 0 ? null : (args.splice(at, 2)[1] ?? '');
  if (only !== null && !Object.hasOwn(STEPS, only)) {
    console.error(`--only takes one of ${Object.keys(STEPS).join(', ')}; got '${only}'.`);
    return 2;
  }
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  const failedSteps: string[] = [];
  for (const [name, step] of Object.entries(STEPS)) {
    if (only !== null && only !== name) continue;
    console.log(`\n=== ${name}`);
    const started = Date.now();
    const tally = await step(args);
    console.log(
      `=== ${name}: ${tally.failed === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
    if (tally.failed > 0) failedSteps.push(name);
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
  }
  if (failedSteps.length > 0)
    console.log(`\nFailed: ${failedSteps.join(', ')}. Again, alone: npm test -- --only ${failedSteps[0]}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}

/** One program, one check. */
async function check(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Tally> {
  const code = await run(program, args, env);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

type VitestReport = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number };

/** All projects' tests in one run. A run that breaks off, or that ran nothing, is a failure, whatever it counted. */
async function runVitest(vitestArgs: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'chimera-test-'));
  const file = join(folder, 'report.json');
  try {
    const code = await run(bin('vitest'), [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...vitestArgs,
    ]);
    const report = readReport(file);
    if (report === null) return { passed: 0, failed: 1, skipped: 0 };
    const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = report;
    const unexplained = code !== 0 || passed === 0 ? 1 : 0;
    return { passed, failed: Math.max(numFailedTests, unexplained), skipped: numPendingTests + numTodoTests };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readReport(file: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    return null;
  }
}

process.exitCode = await main(process.argv.slice(2));
