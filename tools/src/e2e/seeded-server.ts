/** A real server, filled by the real generator: what the end-to-end tests ask. */
import { mytsdb } from '../bench/peers.ts';
import { type BenchServer, startServer } from '../bench/server.ts';
import { GENERATOR } from '../start/flags.ts';
import { spawnProgram } from '../workspace.ts';

export type Series = { readonly metric: Readonly<Record<string, string>>; readonly values: readonly number[] };

export type SeededServer = {
  readonly server: BenchServer;
  /** End of the data set, Unix seconds. */
  readonly endSec: number;
  instant(query: string): Promise<Series[]>;
  /** The last `hours` of the set. */
  range(query: string, hours?: number, stepSec?: number): Promise<Series[]>;
};

/** Starts a server on free ports and runs the generator against it to its end. */
export async function seededServer(generatorArgs: readonly string[], intervalSec = 15): Promise<SeededServer> {
  const database = await mytsdb('--expect-seed');
  const server = await startServer({ ...database, readyPath: '/health' });
  const endSec = Math.floor(Date.now() / 1_000 / intervalSec) * intervalSec;
  const args = ['--target', `127.0.0.1:${database.flightPort}`, '--no-follow', '--end', `${endSec}`, ...generatorArgs];
  const generator = spawnProgram(GENERATOR, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  generator.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => generator.on('close', resolve));
  if (code !== 0) {
    await server.stop();
    throw new Error(`the generator ended with code ${code}: ${said}`);
  }
  const ask = async (path: string): Promise<Series[]> => parseSeries((await server.request('GET', path)).body);
  return {
    server,
    endSec,
    instant: (query) => ask(`/api/v1/query?query=${encodeURIComponent(query)}&time=${endSec}`),
    range: (query, hours = 24, stepSec = 60) =>
      ask(
        `/api/v1/query_range?query=${encodeURIComponent(query)}&start=${endSec - hours * 3_600 + 600}&end=${endSec}&step=${stepSec}`,
      ),
  };
}

type Result = { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] };

function parseSeries(body: Buffer): Series[] {
  const { data } = JSON.parse(body.toString()) as { data: { result: Result[] } };
  return data.result.map(({ metric, value, values }) => ({
    metric,
    values: (values ?? (value === undefined ? [] : [value])).map(([, text]) => Number(text)),
  }));
}
