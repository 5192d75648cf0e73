/** `npm run soak`: the server under steady writes and queries; what it promises, measured while it is busy. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { messageOf } from '@chimera/errors';
import { makeData } from './bench/data.ts';
import { ingestFlight } from './bench/ingest.ts';
import { mytsdb } from './bench/peers.ts';
import { RANGE_QUERIES } from './bench/queries.ts';
import { type BenchServer, memoryOf, startServer } from './bench/server.ts';
import { Latencies } from './soak/latencies.ts';
import { inRepo, sourceProgram, spawnProgram } from './workspace.ts';

const HELP = `Usage: npm run soak [-- flags]

Seeds the small preset, then writes 3,600 further series over Flight from another process at a steady rate while 20
clients repeat the dashboard's 24 h queries without pause. Prints /health and query times, memory over time, and
whether every acknowledged sample can be read back; ends with a SIGTERM under load.

  --minutes N   how long (default 10)
  --step-ms N   milliseconds between samples of a series: 3 is 1.2 million samples a second (default 3)
  --clients N   query clients (default 20)
  --save        write docs/measured/soak.txt
  --help        this text`;

const SERIES = 3_600;
const FEEDER = sourceProgram('tools', 'src', 'soak', 'feeder.ts');
const DAY_MS = 86_400_000;

type Acknowledged = { accepted: number; rejected: number; samplesPerSeries: number };

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      'step-ms': { type: 'string', default: '3' },
      clients: { type: 'string', default: '20' },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const minutes = positive('--minutes', values.minutes);
  const stepMs = positive('--step-ms', values['step-ms']);
  const clients = positive('--clients', values.clients);

  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
    console.log(line);
  };
  say(
    `soak: ${minutes} min, ${SERIES} series every ${stepMs} ms, ${clients} query clients; ${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  );

  const data = makeData(Date.now() / 1_000);
  // Retention as long as the seeded day and a little: what the soak writes beyond it would otherwise fill memory.
  const database = await mytsdb('--out-of-order-window', '1m');
  const server = await startServer(database);
  const stop = { now: false };
  let failed = false;
  try {
    await ingestFlight(database.flightPort, data);
    say(
      `seeded ${data.samples.toLocaleString('en-US')} samples; resident ${memoryOf(server.pid).rssMib.toFixed(0)} MiB`,
    );

    const startMs = Math.ceil(Date.now() / 1_000) * 1_000;
    const feeder = spawnProgram(FEEDER, [`127.0.0.1:${database.flightPort}`, `${SERIES}`, `${stepMs}`, `${startMs}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged: Acknowledged = { accepted: 0, rejected: 0, samplesPerSeries: 0 };
    createInterface({ input: feeder.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      acknowledged = JSON.parse(line) as Acknowledged;
    });
    const feederEnd = new Promise<number | null>((resolve) => feeder.on('close', resolve));

    const health = new Latencies();
    const queries = new Latencies();
    const load = [
      healthLoop(server, health, stop),
      ...Array.from({ length: clients }, (_, i) => queryLoop(server, queries, data.endMs, i, stop)),
    ];
    const endAt = performance.now() + minutes * 60_000;
    let minute = 0;
    while (performance.now() < endAt) {
      await sleep(Math.min(30_000, endAt - performance.now()));
      const { rssMib } = memoryOf(server.pid);
      say(
        `  ${(++minute / 2).toFixed(1)} min: ${acknowledged.accepted.toLocaleString('en-US')} acknowledged, ${acknowledged.rejected} rejected, resident ${rssMib.toFixed(0)} MiB, ${queries.count} queries`,
      );
    }
    const before = acknowledged;
    say(`rate: ${(before.accepted / (minutes * 60) / 1e6).toFixed(2)} M samples/s acknowledged`);
    say(`/health: ${health}`);
    say(`queries of 24 h: ${queries}`);

    feeder.kill('SIGTERM');
    const feederCode = await feederEnd;
    const missing = await missingSamples(server, acknowledged, startMs, stepMs);
    say(
      `acknowledged samples missing: ${missing} of ${acknowledged.accepted.toLocaleString('en-US')} (count and sum of every series)`,
    );
    if (feederCode !== 0 || missing !== 0 || acknowledged.rejected !== 0 || health.failures > 0 || queries.failures > 0)
      failed = true;

    const { code, seconds } = await terminate(server.pid, server);
    stop.now = true;
    await Promise.all(load);
    say(`SIGTERM under queries: exit code ${code} after ${seconds.toFixed(1)} s`);
    if (code !== 0 || seconds > 10) failed = true;
  } finally {
    stop.now = true;
    await server.stop();
  }
  if (values.save) {
    mkdirSync(inRepo('docs', 'measured'), { recursive: true });
    writeFileSync(inRepo('docs', 'measured', 'soak.txt'), `${lines.join('\n')}\n`);
  }
  console.log(failed ? '0 passed, 1 failed' : '1 passed, 0 failed');
  return failed ? 1 : 0;
}

/** Ten times a second. */
async function healthLoop(server: BenchServer, latencies: Latencies, stop: { now: boolean }): Promise<void> {
  while (!stop.now) {
    try {
      latencies.add((await server.request('GET', '/health')).ms);
    } catch {
      if (!stop.now && !server.ending) latencies.failures++;
    }
    await sleep(100);
  }
}

/** One client: the dashboard's queries in turn, without pause. */
async function queryLoop(
  server: BenchServer,
  latencies: Latencies,
  endMs: number,
  first: number,
  stop: { now: boolean },
): Promise<void> {
  for (let i = first; !stop.now; i++) {
    const { query } = RANGE_QUERIES[i % RANGE_QUERIES.length] ?? { query: 'up' };
    try {
      const path = `/api/v1/query_range?query=${encodeURIComponent(query)}&start=${(endMs - DAY_MS) / 1_000}&end=${endMs / 1_000}&step=60`;
      latencies.add((await server.request('GET', path)).ms);
    } catch {
      if (server.ending) return;
      latencies.failures++;
      await sleep(100);
    }
  }
}

/** Every series' number of samples and their sum, as the server has them, against what was acknowledged. */
async function missingSamples(
  server: BenchServer,
  { samplesPerSeries: n }: Acknowledged,
  startMs: number,
  stepMs: number,
): Promise<number> {
  const endMs = startMs + (n - 1) * stepMs;
  const ask = async (aggregate: string): Promise<number[]> => {
    const query = `${aggregate}(soak_value[${endMs - startMs + 1}ms])`;
    const path = `/api/v1/query_range?query=${encodeURIComponent(query)}&start=${endMs / 1_000}&end=${endMs / 1_000}&step=1`;
    const body = JSON.parse((await server.request('GET', path)).body.toString()) as {
      data: { result: { values: [number, string][] }[] };
    };
    return body.data.result.map(({ values }) => Number(values[0]?.[1]));
  };
  const counts = await ask('count_over_time');
  const sums = await ask('sum_over_time');
  const missing = SERIES * n - counts.reduce((sum, count) => sum + count, 0);
  const wrongSums = sums.filter((sum) => sum !== (n * (n - 1)) / 2).length;
  return missing + wrongSums + Math.abs(SERIES - counts.length);
}

async function terminate(pid: number, server: BenchServer): Promise<{ code: number | null; seconds: number }> {
  const started = performance.now();
  server.ending = true;
  process.kill(pid, 'SIGTERM');
  const code = await server.exited;
  return { code, seconds: (performance.now() - started) / 1_000 };
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`${flag} takes a number above 0; got '${text}'`);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`soak: ${messageOf(error)}`);
  process.exitCode = 1;
}
process.exit();
