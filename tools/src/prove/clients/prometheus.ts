/** A real Prometheus, as Debian packages it, with a configuration of the proof's own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BenchServer, startServer } from '../../bench/server.ts';
import { CannotRun } from '../proof.ts';
import { type HttpApi, httpApi } from './http-api.ts';

const run = promisify(execFile);

export const NEEDS_PROMETHEUS = "Debian's prometheus (apt-get install -y --no-install-recommends prometheus)";

export type Prometheus = { readonly server: BenchServer; readonly api: HttpApi; stop(): Promise<void> };

/** The first line of `<program> --version`. Throws CannotRun when the machine has no such program. */
export async function versionOf(program: 'prometheus' | 'promtool'): Promise<string> {
  const { stdout, stderr } = await run(program, ['--version']).catch((cause: Error) => {
    throw new CannotRun(`${program} is not there; install ${NEEDS_PROMETHEUS}`, { cause });
  });
  return `${stdout}${stderr}`.split('\n')[0] ?? program;
}

/** Starts one on a free port; `configuration` is JSON, which is YAML too, and may know the port. */
export async function startPrometheus(configuration: (port: number) => object): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'chimera-prove-'));
  const file = join(folder, 'prometheus.yml');
  const server = await startServer({
    name: 'prometheus',
    command: 'prometheus',
    readyPath: '/-/ready',
    args: (port, data) => {
      writeFileSync(file, JSON.stringify(configuration(port)));
      return [
        `--config.file=${file}`,
        `--storage.tsdb.path=${data}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--enable-feature=exemplar-storage,native-histograms',
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
