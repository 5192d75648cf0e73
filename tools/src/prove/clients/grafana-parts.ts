/** The two published halves of Grafana's Prometheus data source: its server's Go module, and its pages' npm packages. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '@chimera/errors';
import { buildGoProgram } from '../../go-program.ts';
import { inRepo, sourceProgram } from '../../workspace.ts';
import { CannotRun } from '../proof.ts';

const run = promisify(execFile);

/** Versions of the pages. */
export const PAGE_VERSIONS = ['11.6.0', '12.4.0'] as const;

const HERE = ['tools', 'src', 'prove', 'clients'];
const PAGE = sourceProgram(...HERE, 'grafana-js', 'main.ts');
const PAGE_LIMIT_MS = 120_000;

export type GrafanaServer = {
  readonly url: string;
  /** Warnings and errors of its log so far, a line each. */
  said(): readonly string[];
  stop(): void;
};

/** Throws CannotRun without Go or its module proxy. */
export function buildGrafanaServer(): string {
  try {
    return buildGoProgram('prove-grafana-go', inRepo(...HERE, 'grafana-go'));
  } catch (cause) {
    throw new CannotRun(messageOf(cause), { cause });
  }
}

/** `dataSource`: the URL that its data sources have. */
export async function startGrafanaServer(program: string, dataSource: string): Promise<GrafanaServer> {
  const child = spawn(program, [dataSource], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk)));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Grafana's backend ended with ${code}: ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    said: () => said.split('\n').filter((line) => line !== ''),
    stop: () => child.stdin.end(),
  };
}

/** Installs the packages of a version once, in `.chimera/`; the folder. Throws CannotRun without the npm registry. */
export function installPage(version: string): string {
  const source = inRepo(...HERE, 'grafana-js', version);
  const lock = readFileSync(join(source, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const folder = inRepo('.chimera', `prove-grafana-js-${version}-${hash}`);
  if (existsSync(folder)) return folder;
  console.log(`Installing @grafana/prometheus ${version} (once; some 200 MB from the npm registry) ...`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  cpSync(source, unfinished, { recursive: true });
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, stderr } = spawnSync('npm', args, { cwd: unfinished });
  if (status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    const [reason] = String(stderr).split('\n');
    throw new CannotRun(`\`npm ci\` of @grafana/prometheus ${version} failed; it needs the npm registry: ${reason}`);
  }
  renameSync(unfinished, folder);
  return folder;
}

/** What the pages of a version show, by scene. Throws an Error when they complain. `uid`: of the server's data source. */
export async function playScenes(
  folder: string,
  version: string,
  server: string,
  uid: string,
): Promise<Readonly<Record<string, unknown>>> {
  const args = [...PAGE.nodeFlags, PAGE.file, folder, version, server, uid];
  const { stdout } = await run(process.execPath, args, { timeout: PAGE_LIMIT_MS, maxBuffer: 64 * 1_048_576 });
  const { results, complaints } = JSON.parse(stdout) as { results: Record<string, unknown>; complaints: string[] };
  if (complaints.length > 0) throw new Error(`the pages of ${version} complain: ${complaints.join('\n')}`);
  return results;
}
