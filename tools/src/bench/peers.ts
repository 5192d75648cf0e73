/** How each database is started, and what it is called. */
import { execFileSync } from 'node:child_process';
import { bundleServer, SERVER } from '../start/bundle.ts';
import { freePort, type StartServer } from './server.ts';

export type Peer = StartServer & {
  /** Added to every query, so that no answer comes from a cache. */
  readonly queryExtra: string;
};

/** `flightPort` is where bulk data goes; OTLP comes over gRPC and over HTTP. */
export type Mytsdb = Peer & { readonly flightPort: number; readonly otlpPort: number; readonly otlpHttpPort: number };

/** MyTSDB, bundled as `npm start` does it; `extra` are further flags. */
export async function mytsdb(...extra: string[]): Promise<Mytsdb> {
  await bundleServer();
  const [flightPort, otlpPort, otlpHttpPort] = [await freePort(), await freePort(), await freePort()];
  return {
    name: 'mytsdb',
    ...{ flightPort, otlpPort, otlpHttpPort },
    queryExtra: '',
    readyPath: '/-/ready',
    command: process.execPath,
    env: SERVER.env ?? {},
    args: (port, folder) => [
      ...SERVER.nodeFlags,
      SERVER.file,
      ...['--host', '127.0.0.1', '--http-port', `${port}`, '--arrow-port', `${flightPort}`],
      ...['--address', `127.0.0.1:${otlpPort}`, '--otlp-http-port', `${otlpHttpPort}`],
      ...['--data-dir', folder, '--log-level', 'error'],
      ...extra,
    ],
  };
}

export const PROMETHEUS: Peer = {
  name: 'prometheus',
  queryExtra: '',
  readyPath: '/-/ready',
  command: 'prometheus',
  args: (port, folder) => [
    '--config.file=/dev/null',
    `--storage.tsdb.path=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-remote-write-receiver',
    '--log.level=error',
  ],
};

export const VICTORIA_METRICS: Peer = {
  name: 'victoria-metrics',
  queryExtra: '&nocache=1',
  readyPath: '/health',
  command: 'victoria-metrics',
  args: (port, folder) => [
    `-storageDataPath=${folder}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    '-retentionPeriod=1y',
    '-search.latencyOffset=0s',
    '-loggerLevel=ERROR',
  ],
};

/** The first line of `<command> --version`; null when the program is not there. */
export function versionOf(peer: Peer): string | null {
  try {
    const text = execFileSync(peer.command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return text.split('\n')[0] ?? '';
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: string; stdout?: string; stderr?: string };
    return code === 'ENOENT' ? null : `${stdout ?? ''}${stderr ?? ''}`.split('\n')[0] || 'unknown version';
  }
}
