/** The program: flags, signals, exit codes. 0 stopped, 1 cannot start, 2 wrong flags. */
import { hostname } from 'node:os';
import { messageOf } from '@chimera/errors';
import { seededRandom } from '@chimera/testing';
import { helpText, parseOptions } from './options.ts';
import { startSampleApp } from './sample-app.ts';
import { createExporter } from './telemetry.ts';

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    process.stdout.write(helpText(hostname()));
    return;
  }
  const parsed = parseOptions(args, process.env, hostname());
  if ('problems' in parsed) {
    for (const problem of parsed.problems) complain(problem);
    process.stderr.write('sample-app --help lists all flags.\n');
    process.exitCode = 2;
    return;
  }
  const { options } = parsed;
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  const exporter = createExporter(options.endpoint, options.intervalSec, complain);
  try {
    const app = await startSampleApp({ ...options, exporter, random: seededRandom(Date.now()) });
    const where = app.url === null ? 'no HTTP port' : app.url;
    process.stdout.write(
      `sample-app: ${where}, ${options.rate} requests a second, metrics to ${options.endpoint} every ${options.intervalSec} s\n`,
    );
    await signalled;
    await app.stop();
    process.exit(0);
  } catch (error) {
    complain(`cannot listen on ${options.host}:${options.port}: ${messageOf(error)}. Choose another: --port PORT`);
    process.exit(1);
  }
}

function complain(line: string): void {
  process.stderr.write(`sample-app: ${line}\n`);
}
