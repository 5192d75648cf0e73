/** The MyTSDB that a client is proved against. */
import { type Mytsdb, mytsdb } from '../../bench/peers.ts';
import { type BenchServer, startServer } from '../../bench/server.ts';
import { type HttpApi, httpApi } from './http-api.ts';

export type Target = {
  readonly server: BenchServer;
  readonly ports: Pick<Mytsdb, 'flightPort' | 'otlpPort' | 'otlpHttpPort'>;
  readonly api: HttpApi;
};

/** Starts a bundled MyTSDB on free ports. The caller stops `server`. */
export async function startTarget(...flags: string[]): Promise<Target> {
  const database = await mytsdb(...flags);
  const server = await startServer(database);
  return { server, ports: database, api: httpApi(server.port) };
}

/** Imports lines of OpenMetrics without its closing line, or of Prometheus' text format with timestamps in milliseconds. */
export async function importText(target: Target, lines: readonly string[]): Promise<void> {
  const body = Buffer.from(`${lines.join('\n')}\n`);
  await target.server.request('POST', '/api/v1/import/prometheus', body, { 'content-type': 'text/plain' });
}
