/** `npm run bench`: MyTSDB beside Prometheus and VictoriaMetrics on the same data, in one run, as ratios. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { compareAnswers, type Difference, parseMatrix } from './bench/answers.ts';
import { circumstances } from './bench/circumstances.ts';
import { type BenchData, makeData } from './bench/data.ts';
import { familiesSection, runFamilies } from './bench/families-report.ts';
import { fillAll, fillOverRemoteWrite, installedPeers } from './bench/fill.ts';
import { geometricMean, measure, type Target } from './bench/measure.ts';
import { mytsdb } from './bench/peers.ts';
import { type BenchQuery, COUNT_ALL, INSTANT_QUERIES, RANGE_QUERIES } from './bench/queries.ts';
import { printReport, type Report, type ReportRow } from './bench/report.ts';
import { complain } from './complain.ts';
import { inRepo } from './workspace.ts';

const HELP = `Usage: npm run bench [-- flags]

Seeds the small preset (20.7 million samples) into MyTSDB and, where they are installed, into Prometheus and
VictoriaMetrics (Debian: apt-get install prometheus victoria-metrics), compares their answers, then times the
dashboard's queries: range 24 h, step 60 s, medians, the databases taking turns.

  --runs N      measured rounds per query (default 5)
  --no-peers    MyTSDB alone
  --query TEXT  only queries whose name contains TEXT
  --families    instead: a query of every family of functions and operators, and queries that would explode
  --save        write docs/measured/bench.json (or families.json), from which README's tables are made
  --help        this text`;

/** Steps off the scrape grid: Prometheus before 3 had closed windows, and would count one sample more on it. */
const OFF_GRID_MS = 7_000;
const DAY_MS = 86_400_000;

type Options = { runs: number; peers: boolean; query: string };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '5' },
      'no-peers': { type: 'boolean', default: false },
      query: { type: 'string', default: '' },
      families: { type: 'boolean', default: false },
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
  const { query } = values;
  const peers = !values['no-peers'];
  if (values.families) {
    const report = await runFamilies(runs, peers, query);
    console.log(`\n${familiesSection(report, true)}\n`);
    if (values.save) save('families.json', report);
    if (report.explosions.some(({ asExpected }) => !asExpected)) process.exitCode = 1;
    return;
  }
  const report = await bench({ runs, peers, query });
  printReport(report);
  if (values.save) save('bench.json', report);
}

function save(name: string, report: unknown): void {
  const file = inRepo('docs', 'measured', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`Saved ${file}; README's table: npm run readme`);
}

async function bench(options: Options): Promise<Report> {
  console.log('Making the data set ...');
  const data = makeData(Date.now() / 1_000);
  const ours = await mytsdb();
  const peers = options.peers ? installedPeers() : [];
  const targets: Target[] = [];
  const report: Report = {
    ...circumstances(data, peers),
    rows: [],
    geometricMeans: [],
    notes: [],
  };
  try {
    const filled = await fillAll(ours, peers, data, targets);
    const seconds = filled.map((one) => one.seconds);
    report.rows.push(
      { kind: 'other', name: 'ingest, best route', unit: 's', figures: seconds },
      {
        kind: 'other',
        name: 'ingest, remote write',
        unit: 's',
        figures: [await fillOverRemoteWrite(data), ...seconds.slice(1)],
      },
      { kind: 'other', name: 'resident memory after it', unit: 'MiB', figures: filled.map(({ rssMib }) => rssMib) },
      { kind: 'other', name: 'resident memory, peak', unit: 'MiB', figures: filled.map(({ peakMib }) => peakMib) },
    );
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
  process.exitCode = complain('bench', error);
}
process.exit();
