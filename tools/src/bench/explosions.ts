/** Queries that would explode: how soon each is refused, in which words, and at which cost of memory. */
import { writeFileSync } from 'node:fs';
import type { BenchData } from './data.ts';
import { type BenchServer, memoryOf } from './server.ts';

export type Explosion = {
  readonly name: string;
  /** What the refusal must contain, in Prometheus' words where Prometheus refuses; null: the query must be answered, in spite of its looks. */
  readonly refusal: string | null;
  readonly path: (data: BenchData) => string;
};

export type ExplosionRow = {
  readonly name: string;
  readonly ms: number;
  /** What the server's memory rose above the resident memory before. */
  readonly risenMib: number;
  /** Whether it was refused, or answered, as it should be. */
  readonly asExpected: boolean;
  readonly answer: string;
};

const TOO_MANY = 'query processing would load too many samples into memory in query execution';
const MANY_TO_MANY = 'found duplicate series for the match group {} on the right hand-side of the operation';
const TOO_LARGE = 'query result is larger than';
const EVERYTHING = '{__name__=~".+"}';
const GAUGE = 'container_memory_working_set_bytes';

const range =
  (query: string, stepSec: number) =>
  ({ startMs, endMs }: BenchData): string =>
    `/api/v1/query_range?query=${encodeURIComponent(query)}&start=${startMs / 1_000}&end=${endMs / 1_000}&step=${stepSec}`;
const instant =
  (query: string) =>
  ({ endMs }: BenchData): string =>
    `/api/v1/query?query=${encodeURIComponent(query)}&time=${endMs / 1_000}`;

export const EXPLOSIONS: readonly Explosion[] = [
  { name: 'cross join', refusal: MANY_TO_MANY, path: instant(`${EVERYTHING} * on () ${EVERYTHING}`) },
  {
    name: 'cross join with group_left, over a range',
    refusal: MANY_TO_MANY,
    path: range(`${EVERYTHING} * on () group_left ${EVERYTHING}`, 60),
  },
  { name: 'subquery of a millisecond', refusal: TOO_MANY, path: instant(`sum_over_time(${GAUGE}[1d:1ms])`) },
  {
    name: 'subqueries in subqueries',
    refusal: null,
    path: instant(`max_over_time(max_over_time(max_over_time(${GAUGE}[1d:1s])[1d:1s])[1d:1s])`),
  },
  { name: 'subquery over all series', refusal: TOO_MANY, path: instant(`count(last_over_time(${EVERYTHING}[1d:1s]))`) },
  { name: 'count_values over everything', refusal: TOO_MANY, path: range(`count_values("v", ${EVERYTHING})`, 15) },
  { name: 'all raw series at 10 s', refusal: TOO_LARGE, path: range(EVERYTHING, 10) },
  {
    name: '11,002 points',
    refusal:
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    path: ({ endMs }) => `/api/v1/query_range?query=up&start=${endMs / 1_000 - 11_001}&end=${endMs / 1_000}&step=1`,
  },
  {
    name: '2,000 parentheses',
    refusal: 'nested too deeply',
    path: instant(`${'('.repeat(2_000)}1${')'.repeat(2_000)}`),
  },
  { name: '2,000 minus signs', refusal: 'nested too deeply', path: instant(`${'-'.repeat(2_000)}1`) },
  { name: 'sum of 500 vectors', refusal: null, path: instant(Array(500).fill('vector(1)').join(' + ')) },
  { name: 'regex bomb', refusal: null, path: instant('count({pod=~"(a*)*(a+)+(.*.*)*(x|xx|xxx)*$"})') },
  {
    name: 'regex of a million repeats',
    refusal: 'invalid repeat count',
    path: instant('count({pod=~"((a{1000}){1000}){1000}"})'),
  },
];

/** Asks them one after the other. */
export async function measureExplosions(server: BenchServer, data: BenchData): Promise<ExplosionRow[]> {
  const rows: ExplosionRow[] = [];
  for (const { name, refusal, path } of EXPLOSIONS) {
    resetPeak(server.pid);
    const before = memoryOf(server.pid).rssMib;
    const started = performance.now();
    const answer = await server.request('GET', path(data)).then(
      ({ body }) => `200: ${body.length} bytes`,
      (error: Error) => error.message.replace(/^.* answered /s, ''),
    );
    const ms = performance.now() - started;
    const asExpected = refusal === null ? answer.startsWith('200') : answer.includes(refusal);
    rows.push({ name, ms, risenMib: Math.max(0, memoryOf(server.pid).peakMib - before), asExpected, answer });
  }
  return rows;
}

/** Makes the kernel count the peak anew; without /proc the peak is that of the whole run. */
function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Not Linux, or not allowed.
  }
}

/** Markdown. */
export function explosionTable(rows: readonly ExplosionRow[]): string[] {
  const lines = rows.map(({ name, ms, risenMib, asExpected, answer }) => [
    name,
    `${ms.toFixed(0)} ms`,
    `${risenMib.toFixed(0)} MiB`,
    asExpected ? shownAnswer(answer) : `UNEXPECTED: ${shownAnswer(answer)}`,
  ]);
  const header = ['query', 'answered after', 'memory above before', 'answer'];
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
}

function shownAnswer(answer: string): string {
  const error = /"error":"((?:[^"\\]|\\.)*)"?/.exec(answer)?.[1] ?? answer;
  return (error.length > 120 ? `${error.slice(0, 120)}...` : error).replaceAll('|', '\\|');
}
