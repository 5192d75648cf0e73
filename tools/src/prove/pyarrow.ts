/** A real pyarrow sends a pandas table through Arrow Flight to a real server; PromQL over HTTP gives the same values back. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mytsdb } from '../bench/peers.ts';
import { type BenchServer, startServer } from '../bench/server.ts';
import { inRepo } from '../workspace.ts';
import { CannotRun, type Proof } from './proof.ts';

const STEPS = 20;
const STEP_S = 15;
const ROOMS = { kitchen: 20, attic: 15 };

const run = promisify(execFile);

export const pyarrow: Proof = {
  says: 'pyarrow writes a pandas table through DoPut; PromQL reads it back',
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
    try {
      const startSec = Math.floor(Date.now() / 1_000 / STEP_S) * STEP_S - 3_600;
      const { stdout } = await run('python3', [
        inRepo('tools/src/prove/pyarrow_client.py'),
        `grpc://127.0.0.1:${database.flightPort}`,
        `${startSec}`,
      ]);
      const accepted = stdout
        .trim()
        .split('\n')
        .reduce((sum, line) => sum + ((JSON.parse(line) as { accepted?: number }).accepted ?? 0), 0);
      expectEqual('samples acknowledged', accepted, STEPS * Object.keys(ROOMS).length);
      yield `${accepted} samples acknowledged`;
      for (const [room, base] of Object.entries(ROOMS)) {
        expectEqual(
          `values of ${room}`,
          await readBack(server, room, startSec),
          Array.from({ length: STEPS }, (_, i) => base + i / 10),
        );
        yield `${room}: ${STEPS} values read back, equal`;
      }
    } finally {
      await server.stop();
    }
  },
};

async function readBack(server: BenchServer, room: string, startSec: number): Promise<number[]> {
  const query = encodeURIComponent(`room_temperature_celsius{room="${room}"}`);
  const path = `/api/v1/query_range?query=${query}&start=${startSec}&end=${startSec + (STEPS - 1) * STEP_S}&step=${STEP_S}`;
  const answer = JSON.parse((await server.request('GET', path)).body.toString()) as {
    data: { result: { values: [number, string][] }[] };
  };
  return answer.data.result[0]?.values.map(([, value]) => Number(value)) ?? [];
}

function expectEqual(what: string, got: unknown, wanted: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(wanted))
    throw new Error(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
}
