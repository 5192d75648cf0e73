/** `npm run soak`: the server under steady writes and queries; what it promises, measured while it is busy. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeData } from './bench/data.ts';
import { ingestFlight } from './bench/ingest.ts';
import { mytsdb } from './bench/peers.ts';
import { memoryOf, startServer } from './bench/server.ts';
import { complain } from './complain.ts';
import { startBadClients } from './soak/bad-clients.ts';
import { type Feed, startFeed } from './soak/feed.ts';
import { startLoad } from './soak/load.ts';
import { type Probe, startProbe } from './soak/probe.ts';
import { missingInQueries, missingInRemoteRead } from './soak/read-back.ts';
import { terminateUnderLoad } from './soak/terminate.ts';
import { inRepo } from './workspace.ts';

const HELP = `Usage: npm run soak [-- flags]

Seeds the small preset, then writes 3,600 further series over Flight from another process at a steady rate while 20
clients repeat the dashboard's 24 h queries without pause, and others stall, trickle bytes, read nothing or break off.
Prints /health and query times, memory over time, and whether every acknowledged sample can be read back, through
query_range and through remote read; ends with a SIGTERM under load.

  --minutes N   how long (default 10)
  --step-ms N   milliseconds between samples of a series: 3 is 1.2 million samples a second (default 3)
  --clients N   query clients (default 20)
  --no-bad      without the clients that stall, trickle, read nothing or break off
  --save        write docs/measured/soak.txt
  --help        this text`;

const SERIES = 3_600;
const MAX_TERMINATION_S = 10;
const REPORT_MS = 30_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      minutes: { type: 'string', default: '10' },
      'step-ms': { type: 'string', default: '3' },
      clients: { type: 'string', default: '20' },
      bad: { type: 'boolean', default: true },
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
  const failures: string[] = [];
  const demand = (what: string, holds: boolean): void => {
    if (!holds) failures.push(what);
  };
  say(
    `soak: ${minutes} min, ${SERIES} series every ${stepMs} ms, ${clients} query clients; ${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  );
  say(`load average of the machine before it: ${loads()}`);

  const data = makeData(Date.now() / 1_000);
  // A short window: the soak's samples come in order.
  const database = await mytsdb('--out-of-order-window', '1m');
  const server = await startServer(database);
  const { flightPort } = database;
  const feeds: Feed[] = [];
  const feed = (metric: string): Feed => {
    const started = startFeed({ flightPort, metric, series: SERIES, stepMs });
    feeds.push(started);
    return started;
  };
  let bad: ReturnType<typeof startBadClients> | null = null;
  let load: ReturnType<typeof startLoad> | null = null;
  let probe: Probe | null = null;
  try {
    await ingestFlight(flightPort, data);
    say(
      `seeded ${data.samples.toLocaleString('en-US')} samples; resident ${memoryOf(server.pid).rssMib.toFixed(0)} MiB`,
    );

    const main = feed('soak_value');
    load = startLoad(server, clients, data.endMs);
    const { queries } = load;
    probe = startProbe(server.port, '/health');
    if (values.bad) bad = startBadClients({ http: server.port, otlpHttp: database.otlpHttpPort, flight: flightPort });
    const endAt = performance.now() + minutes * 60_000;
    for (let report = 1; performance.now() < endAt; report++) {
      await sleep(Math.min(REPORT_MS, endAt - performance.now()));
      const { accepted, rejected } = main.acknowledged;
      say(
        `  ${((report * REPORT_MS) / 60_000).toFixed(1)} min: ${accepted.toLocaleString('en-US')} acknowledged, ${rejected} rejected, resident ${memoryOf(server.pid).rssMib.toFixed(0)} MiB, ${queries.count} queries`,
      );
    }
    say(`rate: ${(main.acknowledged.accepted / (minutes * 60) / 1e6).toFixed(2)} M samples/s acknowledged`);
    const health = await probe.stop();
    probe = null;
    say(`/health, asked from a process of its own: ${health}`);
    say(`queries of 24 h: ${queries}`);
    if (bad !== null)
      say(
        `clients that stalled, trickled, read nothing or broke off: ${bad.connections} connections, ${bad.closedByServer} closed by the server`,
      );
    say(`load average of the machine: ${loads()}, of which the soak's own processes are part`);
    const feederCode = await main.stop();
    demand('the feeder ended well', feederCode === 0);
    demand('nothing was rejected', main.acknowledged.rejected === 0);
    demand('no request for /health failed', health.failures === 0);
    demand('no query failed', queries.failures === 0);

    const accepted = main.acknowledged.accepted.toLocaleString('en-US');
    const missing = await missingInQueries(server, main.fed);
    say(`acknowledged samples missing in query_range: ${missing} of ${accepted} (count and sum of every series)`);
    demand('query_range has every acknowledged sample', missing === 0);
    const started = performance.now();
    const remote = await missingInRemoteRead(server.port, main.fed);
    const seconds = ((performance.now() - started) / 1_000).toFixed(0);
    say(
      `acknowledged samples missing in remote read: ${remote.missing} of ${accepted} (time and value of each; ${seconds} s)`,
    );
    demand('remote read has every acknowledged sample', remote.missing === 0 && remote.read > 0);

    const { code, seconds: ended, acknowledged, lost } = await terminateUnderLoad(server, feed('soak_last'));
    say(
      `SIGTERM under writes and queries: exit code ${code} after ${ended.toFixed(1)} s; ${lost} of ${acknowledged.toLocaleString('en-US')} samples acknowledged before it are missing in the last answers`,
    );
    demand('the last answers have every acknowledged sample', lost === 0 && acknowledged > 0);
    demand(`exit code 0 within ${MAX_TERMINATION_S} s`, code === 0 && ended <= MAX_TERMINATION_S);
  } finally {
    bad?.stop();
    void probe?.stop();
    server.ending = true;
    for (const one of feeds) void one.stop();
    await server.stop();
    await load?.stop();
  }
  if (values.save) {
    mkdirSync(inRepo('docs', 'measured'), { recursive: true });
    writeFileSync(inRepo('docs', 'measured', 'soak.txt'), `${lines.join('\n')}\n`);
  }
  for (const failure of failures) console.error(`does not hold: ${failure}`);
  console.log(failures.length > 0 ? '0 passed, 1 failed' : '1 passed, 0 failed');
  return failures.length > 0 ? 1 : 0;
}

function loads(): string {
  return loadavg()
    .map((one) => one.toFixed(1))
    .join(', ');
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`${flag} takes a number above 0; got '${text}'`);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = complain('soak', error);
}
process.exit();
