/** The MyTSDB server: flags, start, and an orderly end. Exit codes: 0 stopped, 1 cannot start, 2 wrong flags. */
import { pino } from 'pino';
import { systemClock } from './clock.ts';
import { helpText } from './options/help.ts';
import { OptionsError, parseOptions } from './options/parse-options.ts';
import { type RunningServer, startServer } from './server.ts';
import { StartError } from './start-error.ts';
import { PROMETHEUS_VERSION, VERSION } from './version.ts';

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    process.stdout.write(helpText());
    return;
  }
  if (args.includes('--version')) {
    process.stdout.write(`mytsdb ${VERSION} (API of Prometheus ${PROMETHEUS_VERSION}; Node ${process.version})\n`);
    return;
  }
  const parsed = parseOptions(args, process.env);
  const log = pino({ level: parsed.options.logLevel, base: null });
  const server = await startServer(parsed, log, systemClock);
  const ports = Object.fromEntries(server.listeners.map(({ name, port }) => [name, port]));
  log.info({ host: parsed.options.host, ports, pid: process.pid }, 'serving');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(server, signal, log));
}

async function stop(
  server: RunningServer,
  signal: string,
  log: { info(fields: object, message: string): void },
): Promise<void> {
  log.info({ signal }, 'stopping');
  await server.stop();
  log.info({}, 'stopped');
  process.exit(0);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof OptionsError) {
    process.stderr.write(`mytsdb: ${error.problems.join('\nmytsdb: ')}\nmytsdb --help lists all flags.\n`);
    process.exit(2);
  }
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`mytsdb: ${error.message}\n`);
  process.exit(1);
}
