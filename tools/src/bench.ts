/** `npm run bench`: MyTSDB beside Prometheus and VictoriaMetrics on the same data, in one run, as ratios. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '@chimera/errors';
import { compareAnswers, type Difference, parseMatrix } from './bench/answers.ts';
import { type BenchData, makeData, remoteWriteRequests } from './bench/data.ts';
import { ingestFlight, ingestRemoteWrite } from './bench/ingest.ts';
import { geometricMean, measure, type Target } from './bench/measure.ts';
import { mytsdb, type Peer, PROMETHEUS, VICTORIA_METRICS, versionOf } from './bench/peers.ts';
import { type BenchQuery, COUNT_ALL, INSTANT_QUERIES, RANGE_QUERIES } from './bench/queries.ts';
import { printReport, type Report, type ReportRow } from './bench/report.ts';
import { memoryOf, startServer } from './bench/server.ts';
import { inRepo } from './workspace.ts';

const HELP = `Usage: npm run bench [-- flags]

Seeds the small preset (20.7 million samples) into MyTSDB and, where they are installed, into Prometheus and
VictoriaMetrics (Debian: apt-get install prometheus victoria-metrics), compares their answers, then times the
dashboard's queries: range 24 h, step 60 s, medians, the databases taking turns.

  --runs N      measured rounds per query (default 5)
  --no-peers    MyTSDB alone
  --query TEXT  only queries whose name contains TEXT
  --save        write docs/measured/bench.json, from which README's table is made
  --help        this text`;

/** Steps off the scrape grid: Prometheus before 3 had closed windows, and would count one sample more on it. */
const OFF_GRID_MS = 7_000;
const DAY_MS = 86_400_000;

type Options = { runs: number; peers: boolean; query: string; save: boolean };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '5' },
      'no-peers': { type: 'boolean', default: false },
      query: { type: 'string', default: '' },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs takes a whole number above 0; got '${values.runs}'`);
  const report = await bench({ runs, peers: !values['no-peers'], query: values.query, save: values.save });
  printReport(report);
  if (!values.save) return;
  const file = inRepo('docs', 'measured', 'bench.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`Saved ${file}; README's table: npm run readme`);
}

async function bench(options: Options): Promise<Report> {
  console.log('Making the data set ...');
  const data = makeData(Date.now() / 1_000);
  const requests = [...remoteWriteRequests(data)];
  const ours = await mytsdb();
  const peers = options.peers ? [PROMETHEUS, VICTORIA_METRICS].filter(isInstalled) : [];
  const targets: Target[] = [];
  const report: Report = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
    samples: data.samples,
    series: data.series.length,
    databases: [
      { name: 'mytsdb', version: 'this commit' },
      ...peers.map((peer) => ({ name: peer.name, version: versionOf(peer) ?? '' })),
    ],
    rows: [],
    geometricMeans: [],
    notes: [],
  };
  try {
    await ingestAll(report, data, requests, ours, peers, targets);
    const wanted = (query: BenchQuery): boolean => query.name.includes(options.query);
    for (const query of RANGE_QUERIES.filter(wanted))
      report.rows.push(await range(report, targets, query, data, 60_000, options.runs));
    if (wanted(COUNT_ALL)) report.rows.push(await range(report, targets, COUNT_ALL, data, 300_000, options.runs));
    for (const query of INSTANT_QUERIES.filter(wanted))
      report.rows.push(await instant(targets, query, data, options.runs));
    if (options.query === '') {
      const path = `/api/v1/series?match[]=${encodeURIComponent('{__name__=~".+"}')}&start=${data.startMs / 1_000}&end=${data.endMs / 1_000}`;
      const figures = await measure(targets, () => path, options.runs);
      report.rows.push({ kind: 'other', name: 'series API, all', unit: 'ms', figures });
    }
    report.geometricMeans = geometricMeans(report.rows, targets.length);
    return report;
  } finally {
    for (const { server } of targets) await server.stop();
  }
}

function isInstalled(peer: Peer): boolean {
  const installed = versionOf(peer) !== null;
  if (!installed)
    console.log(`${peer.name} is not installed: no comparison with it (Debian: apt-get install ${peer.name}).`);
  return installed;
}

/** Starts each database alone, fills it, and notes its memory; all stay up for the queries. */
async function ingestAll(
  report: Report,
  data: BenchData,
  requests: readonly Buffer[],
  ours: Awaited<ReturnType<typeof mytsdb>>,
  peers: readonly Peer[],
  targets: Target[],
): Promise<void> {
  const seconds: number[] = [];
  const memory: { rssMib: number; peakMib: number }[] = [];
  for (const peer of [ours, ...peers]) {
    console.log(`Filling ${peer.name} ...`);
    const server = await startServer(peer);
    targets.push({ server, queryExtra: peer.queryExtra });
    seconds.push(peer === ours ? await ingestFlight(ours.flightPort, data) : await ingestRemoteWrite(server, requests));
    memory.push(memoryOf(server.pid));
  }
  console.log('Filling another mytsdb over remote write ...');
  const second = await startServer(await mytsdb());
  const overRemoteWrite = await ingestRemoteWrite(second, requests);
  await second.stop();
  report.rows.push(
    { kind: 'other', name: 'ingest, best route', unit: 's', figures: seconds },
    { kind: 'other', name: 'ingest, remote write', unit: 's', figures: [overRemoteWrite, ...seconds.slice(1)] },
    { kind: 'other', name: 'resident memory after it', unit: 'MiB', figures: memory.map(({ rssMib }) => rssMib) },
    { kind: 'other', name: 'resident memory, peak', unit: 'MiB', figures: memory.map(({ peakMib }) => peakMib) },
  );
}

async function range(
  report: Report,
  targets: readonly Target[],
  { name, query }: BenchQuery,
  data: BenchData,
  stepMs: number,
  runs: number,
): Promise<ReportRow> {
  const endMs = data.endMs - OFF_GRID_MS;
  const startMs = Math.max(endMs - DAY_MS, data.startMs) + OFF_GRID_MS;
  const base = `/api/v1/query_range?query=${encodeURIComponent(query)}&start=${startMs / 1_000}&end=${endMs / 1_000}&step=${stepMs / 1_000}`;
  const pathOf = (target: Target): string => base + target.queryExtra;
  const [first, ...others] = await Promise.all(
    targets.map(async (target) => parseMatrix((await target.server.request('GET', pathOf(target))).body)),
  );
  if (first === undefined || first.length === 0) throw new Error(`${name}: no answer to ${query}`);
  const differences = others.map((other) => compareAnswers(first, other));
  for (const [i, difference] of differences.entries())
    noteDifference(report, name, targets[i + 1]?.server.name ?? '', difference);
  const figures = await measure(targets, pathOf, runs);
  const points = first.reduce((sum, series) => sum + series.values.length, 0);
  console.log(`  ${name} (${points} points): ${figures.map((ms) => `${ms.toFixed(1)} ms`).join('  ')}`);
  return { kind: 'range', name, unit: 'ms', figures, points };
}

function noteDifference(
  report: Report,
  query: string,
  peer: string,
  { missing, maxRelative, shareDiffering }: Difference,
): void {
  if (missing === '' && shareDiffering === 0) return;
  const parts = [
    missing === '' ? '' : `${missing} not in both`,
    shareDiffering === 0
      ? ''
      : `${(100 * shareDiffering).toFixed(1)} % of the points differ, by at most ${(100 * maxRelative).toPrecision(2)} %`,
  ];
  report.notes.push(`${query}, ${peer}: ${parts.filter((text) => text !== '').join('; ')}`);
}

async function instant(
  targets: readonly Target[],
  { name, query }: BenchQuery,
  data: BenchData,
  runs: number,
): Promise<ReportRow> {
  const path = `/api/v1/query?query=${encodeURIComponent(query)}&time=${data.endMs / 1_000}`;
  const figures = await measure(targets, ({ queryExtra }) => path + queryExtra, 3 * runs);
  return { kind: 'instant', name: `instant: ${name}`, unit: 'ms', figures };
}

function geometricMeans(rows: readonly ReportRow[], databases: number): { kind: string; ratios: number[] }[] {
  return ['range', 'instant'].map((kind) => {
    const figures = rows.filter((row) => row.kind === kind).map((row) => row.figures);
    const ratios = Array.from({ length: databases }, (_, i) =>
      geometricMean(figures.map((row) => (row[i] ?? Number.NaN) / (row[0] ?? Number.NaN))),
    );
    return { kind, ratios };
  });
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${messageOf(error)}`);
  process.exitCode = 1;
}
process.exit();
