/** What a real pyarrow reads through DoGet and ListFlights: native histograms, much, all names; and what is left when it leaves. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServer } from '../bench/server.ts';
import { expectEqual } from './expect-equal.ts';

/** Runs `pyarrow_results.py`; resolves to what it printed. */
export type ReadWith = (what: 'rows' | 'read' | 'half' | 'list', ...args: readonly string[]) => Promise<unknown>;

const MIB = 2 ** 20;
const LISTED = 1_500;
const STEPS = 11_000;
const STEP_S = 0.02;
/** Series whose result is large, and of all of them too large. */
const SERIES = { large: 400, rest: 1_000 };

export async function* proveResults(server: BenchServer, read: ReadWith): AsyncGenerator<string> {
  const nowSec = Math.floor(Date.now() / 1_000);
  await sendSamples(server, nowSec);
  yield* histograms(server, read, nowSec);
  yield* large(server, read, nowSec);
  yield* listing(server, read);
}

async function sendSamples(server: BenchServer, nowSec: number): Promise<void> {
  const { large, rest } = SERIES;
  const lines = [
    ...Array.from({ length: LISTED }, (_, i) => `listed_${i}{parity="${i % 2}"} ${i}`),
    ...Array.from({ length: large + rest }, (_, i) => `wide{i="${i}",part="${i < large ? 'large' : 'rest'}"} ${i}.5`),
  ];
  const text = Buffer.from(lines.map((line) => `${line} ${nowSec}000\n`).join(''));
  await server.request('POST', '/api/v1/import/prometheus', text, { 'content-type': 'text/plain' });
  const dataPoints = [1, 2].map((times, i) => ({
    timeUnixNano: `${nowSec - 60 * (1 - i)}000000000`,
    count: 12 * times,
    sum: 33.5 * times,
    scale: 1,
    zeroCount: 2 * times,
    positive: { offset: 0, bucketCounts: [4 * times, 0, 5 * times] },
    negative: { offset: 3, bucketCounts: [times] },
  }));
  const metrics = [{ name: 'latency', unit: 's', exponentialHistogram: { aggregationTemporality: 2, dataPoints } }];
  const body = Buffer.from(JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }));
  await server.request('POST', '/api/v1/otlp/v1/metrics', body, { 'content-type': 'application/json' });
}

type Table = {
  readonly schema: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
};
type JsonHistogram = {
  readonly count: string;
  readonly sum: string;
  readonly buckets: readonly (readonly [number, string, string, string])[];
};

/** Histograms and floats in one matrix; the API's JSON says what is to come. */
async function* histograms(server: BenchServer, read: ReadWith, nowSec: number): AsyncGenerator<string> {
  const query = 'latency_seconds or listed_7';
  const params = { query, start: `${nowSec - 90}`, end: `${nowSec + 60}`, step: '15' };
  const path = `/api/v1/query_range?${new URLSearchParams(params)}`;
  const { data } = JSON.parse((await server.request('GET', path)).body.toString()) as {
    data: { result: { values?: [number, string][]; histograms?: [number, JsonHistogram][] }[] };
  };
  const floats = data.result.flatMap(({ values = [] }) =>
    values.map(([time, text]) => [time, Number(text), null, null, null]),
  );
  const others = data.result.flatMap(({ histograms: samples = [] }) =>
    samples.map(([time, { count, sum, buckets }]) => {
      const bounds = buckets.map(([boundaries, ...numbers]) => [boundaries, ...numbers.map(Number)]);
      return [time, null, Number(count), Number(sum), bounds];
    }),
  );
  const table = (await read('rows', JSON.stringify(params))) as Table;
  const got = table.rows.map(({ timestamp, value, count, sum, buckets }) => {
    const bounds = (buckets as readonly Record<string, number>[] | null)?.map((one) => [
      one['boundaries'],
      one['lower'],
      one['upper'],
      one['count'],
    ]);
    return [timestamp, value, count, sum, bounds ?? null];
  });
  expectEqual('rows of floats and histograms', got, [...others, ...floats]);
  expectEqual('both kinds', [floats.length > 2, others.length > 2], [true, true]);
  expectEqual('the schema', table.schema, {
    timestamp: 'timestamp[ms, tz=UTC]',
    __name__: 'dictionary<values=string, indices=int32, ordered=0>',
    parity: 'dictionary<values=string, indices=int32, ordered=0>',
    value: 'double',
    count: 'double',
    sum: 'double',
    buckets:
      'list<item: struct<boundaries: int8 not null, lower: double not null, upper: double not null, count: double not null> not null>',
  });
  const warned = (await read('rows', JSON.stringify({ query: 'quantile(2, listed_7) > bool 0' }))) as Table;
  expectEqual('the warnings', warned.metadata, {
    'mytsdb.warnings': ['PromQL warning: quantile value should be between 0 and 1, got 2 (1:10)'],
  });
  yield `${others.length} native histograms and ${floats.length} floats of one query as columns, equal to the API's JSON; a warning in the schema's metadata`;
}

type Size = Readonly<
  Record<'rows' | 'bytes' | 'batches' | 'largest' | 'sum' | 'announced_rows' | 'announced_bytes', number>
>;

async function* large(server: BenchServer, read: ReadWith, nowSec: number): AsyncGenerator<string> {
  const grid = { start: nowSec, end: nowSec + (STEPS - 1) * STEP_S, step: `${STEP_S}` };
  const params = JSON.stringify({ query: 'wide{part="large"}', ...grid });
  const series = SERIES.large;
  const started = performance.now();
  const size = (await read('read', params)) as Size;
  const seconds = (performance.now() - started) / 1_000;
  const sum = STEPS * ((series * (series - 1)) / 2 + 0.5 * series);
  expectEqual('rows of a large result', [size.rows, size.sum], [series * STEPS, sum]);
  expectEqual('rows that GetFlightInfo announced', size.announced_rows, size.rows);
  expectEqual('more than 64 MiB', size.bytes > 64 * MIB, true);
  expectEqual('batches of less than 3 MiB', size.largest < 3 * MIB, true);
  yield `${size.rows} rows, ${Math.round(size.bytes / MIB)} MiB, in ${size.batches} batches of ${(size.largest / MIB).toFixed(1)} MiB at most, none missing; ${seconds.toFixed(1)} s with python's start`;

  const reading = read('half', params);
  await until('a part of the result waits for its client', async () => (await metric(server, TRANSIT)) > MIB);
  const { taken, then } = (await reading) as { taken: number; then: unknown };
  expectEqual('a client that leaves half-way', [taken > 0 && taken < size.rows, then], [true, [2]]);
  await until('nothing waits any more', async () => (await metric(server, TRANSIT)) === 0);
  yield 'a client that pauses makes the rest wait; when it leaves half-way, all is given back and it may ask again';

  const refused = (await read('read', JSON.stringify({ query: 'wide', ...grid }))) as { message?: string };
  const says = /has \d+ bytes as Arrow, \d+ are allowed.*raise --query-max-result-bytes/.test(refused.message ?? '');
  expectEqual(`what is said of too large a result (${refused.message})`, says, true);
  const passed = await metric(server, 'mytsdb_limit_passed_total{limit="result_bytes"}');
  expectEqual('mytsdb_limit_passed_total', passed, 1);
  yield 'a result over --query-max-result-bytes is refused by name, and counted';
}

async function* listing(server: BenchServer, read: ReadWith): AsyncGenerator<string> {
  const path = '/api/v1/label/__name__/values';
  const { data } = JSON.parse((await server.request('GET', path)).body.toString()) as { data: string[] };
  expectEqual('all names', await read('list'), data);
  const begin = data.filter((name) => name.startsWith('listed_'));
  expectEqual('names that begin so', await read('list', 'listed_'), begin);
  const odd = (await read('list', '{parity="1"}')) as string[];
  expectEqual('names of a selector', odd.length, LISTED / 2);
  yield `list_flights tells all ${data.length} names, ${begin.length} of a prefix, ${odd.length} of a selector`;
}

const TRANSIT = 'mytsdb_transit_bytes';

async function metric(server: BenchServer, name: string): Promise<number> {
  const text = (await server.request('GET', '/metrics')).body.toString();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + 20_000; performance.now() < deadline; await sleep(20))
    if (await holds()) return;
  throw new Error(`waited in vain: ${what}`);
}
