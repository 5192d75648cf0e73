/** A real Prometheus, as Debian packages it, with a configuration of the proof's own. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labPaths, recipePrograms } from '@chimera/lab';
import { type BenchServer, startServer } from '../../bench/server.ts';
import { ROOT } from '../../workspace.ts';
import { CannotRun } from '../proof.ts';
import { type HttpApi, httpApi } from './http-api.ts';

const run = promisify(execFile);

export const NEEDS_PROMETHEUS = "Debian's prometheus (apt-get install -y --no-install-recommends prometheus)";
export const NEEDS_PROMETHEUS_3 =
  'a prometheus 3: the one that `npm run lab -- recipes prometheus` builds, or one named by the variable PROMETHEUS_3';

/** A program that is a Prometheus, and the flags of what a proof uses. */
export type Edition = {
  readonly command: string;
  readonly needs: string;
  readonly features: readonly string[];
};

export const DEBIAN: Edition = {
  command: 'prometheus',
  needs: NEEDS_PROMETHEUS,
  features: ['exemplar-storage', 'native-histograms'],
};

/** It knows remote write 2.0 and streamed remote read. Throws CannotRun where there is none. */
export function prometheus3(): Edition {
  const command = process.env['PROMETHEUS_3'] || join(recipePrograms(labPaths(ROOT), 'prometheus'), 'prometheus');
  if (!existsSync(command)) throw new CannotRun(`it needs ${NEEDS_PROMETHEUS_3}`);
  const features = ['exemplar-storage', 'native-histograms', 'metadata-wal-records'];
  return { command, needs: NEEDS_PROMETHEUS_3, features };
}

export type Prometheus = { readonly server: BenchServer; readonly api: HttpApi; stop(): Promise<void> };

/** The first line of `<program> --version`. Throws CannotRun when the machine has no such program. */
export async function versionOf({ command, needs }: Pick<Edition, 'command' | 'needs'>): Promise<string> {
  const { stdout, stderr } = await run(command, ['--version']).catch((cause: Error) => {
    throw new CannotRun(`${command} is not there; it needs ${needs}`, { cause });
  });
  return `${stdout}${stderr}`.split('\n')[0] ?? command;
}

/** Starts one on a free port; `configuration` is JSON, which is YAML too, and may know the port. */
export async function startPrometheus(
  { command, features }: Edition,
  configuration: (port: number) => object,
): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'chimera-prove-'));
  const file = join(folder, 'prometheus.yml');
  const server = await startServer({
    name: 'prometheus',
    command,
    readyPath: '/-/ready',
    args: (port, data) => {
      writeFileSync(file, JSON.stringify(configuration(port)));
      return [
        `--config.file=${file}`,
        `--storage.tsdb.path=${data}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--enable-feature=${features.join(',')}`,
        '--log.level=warn',
      ];
    },
  });
  return {
    server,
    api: httpApi(server.port),
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A job that scrapes one address. */
export function scrapeJob(name: string, port: number, extra: object = {}): object {
  return { job_name: name, static_configs: [{ targets: [`127.0.0.1:${port}`] }], ...extra };
}
