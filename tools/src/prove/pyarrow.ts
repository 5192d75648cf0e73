/** A real pyarrow against a real server: tables of many shapes through DoPut, results of PromQL through DoGet. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mytsdb } from '../bench/peers.ts';
import { type BenchServer, startServer } from '../bench/server.ts';
import { inRepo } from '../workspace.ts';
import { expectEqual } from './expect-equal.ts';
import { CannotRun, type Proof } from './proof.ts';
import { proveResults } from './pyarrow-results.ts';

const STEPS = 20;
const STEP_S = 15;
const HOUR_S = 3_600;
const ROOMS = { kitchen: 20, attic: 15 };

const run = promisify(execFile);

/** What is sent: shape, compression, samples that must be acknowledged. Each lies an hour after the one above. */
const PUTS = [
  ['long', 'none', 40],
  ['long', 'zstd', 40],
  ['long', 'lz4', 40],
  ['types', 'lz4', 40],
  ['wide', 'zstd', 429],
  ['decimals', 'none', 30],
  ['deltas', 'none', 8],
  ['rows', 'lz4', 15],
] as const;

export const pyarrow: Proof = {
  says: 'pyarrow writes tables of many shapes through DoPut; PromQL over HTTP and through DoGet reads them back, histograms and large results too',
  needs: 'python3 with pyarrow and pandas (pip install pyarrow pandas)',
  async *run() {
    const version = await run('python3', [
      '-c',
      'import pyarrow, pandas; print(pyarrow.__version__, pandas.__version__)',
    ]).catch((cause: Error) => {
      throw new CannotRun('python3 with pyarrow and pandas is needed: pip install pyarrow pandas', { cause });
    });
    yield `pyarrow and pandas ${version.stdout.trim()}`;
    const database = await mytsdb();
    const server = await startServer(database);
    const python = async (program: string, args: readonly string[]): Promise<string> => {
      const file = inRepo(`tools/src/prove/${program}`);
      const { stdout } = await run('python3', [file, `grpc://127.0.0.1:${database.flightPort}`, ...args]);
      return stdout.trim();
    };
    const client = async (...args: readonly string[]): Promise<string[]> =>
      (await python('pyarrow_client.py', args)).split('\n');
    try {
      const now = Math.floor(Date.now() / 1_000 / STEP_S) * STEP_S;
      for (const [i, [shape, compression, samples]] of PUTS.entries()) {
        const startSec = now - (PUTS.length - i) * HOUR_S;
        const acks = await client('put', `${startSec}`, shape, compression);
        const accepted = acks.reduce((sum, line) => sum + ((JSON.parse(line) as Ack).accepted ?? 0), 0);
        expectEqual(`${shape}, ${compression}: samples acknowledged`, accepted, samples);
        yield `${shape}, ${compression}: ${accepted} samples acknowledged`;
        if (shape !== 'long') continue;
        for (const [room, base] of Object.entries(ROOMS)) {
          const expected = Array.from({ length: STEPS }, (_, k) => base + k / 10);
          const query = `room_temperature_celsius{room="${room}"}`;
          const grid = [`${startSec}`, `${startSec + (STEPS - 1) * STEP_S}`, `${STEP_S}`] as const;
          expectEqual(`values of ${room}`, await readBack(server, query, grid), expected);
          const [frame] = (await client('get', query, ...grid)).map((line) => JSON.parse(line) as Frame);
          expectEqual(`values of ${room} through DoGet`, frame?.['value'], expected);
          expectEqual(`labels of ${room} through DoGet`, new Set(frame?.['room']).size, 1);
          const times = expected.map((_, k) => startSec + k * STEP_S);
          expectEqual(`times of ${room} through DoGet`, frame?.['timestamp'], times);
          yield `${room}: ${STEPS} values read back over HTTP and as a data frame through DoGet, equal`;
        }
      }
      const [token] = await client('token', 'anybody', 'anything');
      expectEqual('the token of authenticate_basic_token', JSON.parse(token ?? ''), { token: 'Bearer ', actions: 4 });
      yield 'authenticate_basic_token gets a bearer token, and comes in with it';
      yield* proveResults(server, async (...args) => JSON.parse(await python('pyarrow_results.py', args)) as unknown);
    } finally {
      await server.stop();
    }
  },
};

type Ack = { readonly accepted?: number };
type Frame = Readonly<Record<string, readonly unknown[]>>;

async function readBack(
  server: BenchServer,
  query: string,
  grid: readonly [string, string, string],
): Promise<number[]> {
  const [start, end, step] = grid;
  const path = `/api/v1/query_range?${new URLSearchParams({ query, start, end, step })}`;
  const answer = JSON.parse((await server.request('GET', path)).body.toString()) as {
    data: { result: { values: [number, string][] }[] };
  };
  return answer.data.result[0]?.values.map(([, value]) => Number(value)) ?? [];
}
