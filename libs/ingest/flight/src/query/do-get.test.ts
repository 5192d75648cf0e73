/** Queries over a real gRPC connection, read back by apache-arrow. */
import type { MatrixSeries, QueryValue } from '@chimera/promql-engine';
import { emptyHistogram, type Histogram, labelsFrom } from '@chimera/tsdb-model';
import { createMemoryStorage } from '@chimera/tsdb-storage';
import { Client, credentials, Metadata, type Server, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import { RecordBatchReader, Table } from 'apache-arrow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ResultColumns, shapeOf, withBatches } from '../columns/index.ts';
import { FLIGHT_SERVICE } from '../definition.ts';
import { createFlightServer, type FlightQueryParams, IngestError, type ListCriteria } from '../index.ts';
import { decodeFlightData, decodeFlightInfo, encodeDescriptor, encodeSingleBytes } from '../messages.ts';

let server: Server;
let client: Client;
let asked: FlightQueryParams[];
let run: (params: FlightQueryParams, signal: AbortSignal) => Promise<QueryValue>;
let remarks: { warnings: string[]; infos: string[] };
/** Bytes of results that wait. */
let held: number;
let names: string[][];
let listed: ListCriteria[];

beforeEach(async () => {
  asked = [];
  run = () => Promise.resolve(matrix());
  remarks = { warnings: [], infos: [] };
  held = 0;
  names = [['up', 'weird "name"']];
  listed = [];
  server = createFlightServer({
    appender: createMemoryStorage(),
    onPut: () => ({ batch: () => {}, end: () => {} }),
    actions: {},
    totalSamples: () => 0,
    runQuery: async (params, part, signal) => {
      asked.push(params);
      const value = await run(params, signal);
      const shape = shapeOf(value, remarks) as ResultColumns;
      return part === 'shape' ? shape : withBatches(shape, value, () => {});
    },
    holdResult: (bytes) => {
      held += bytes;
      let left = bytes;
      return () => {
        held -= left;
        left = 0;
      };
    },
    listMetrics: async function* (criteria) {
      listed.push(criteria);
      yield* names;
    },
    issueToken: (authorization) => (authorization.startsWith('Basic ') ? 'secret' : null),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.max_receive_message_length': 1e9 });
});

afterEach(() => {
  client.close();
  server.forceShutdown();
});

const matrix = (...series: MatrixSeries[]): QueryValue => ({ type: 'matrix', grid: null, series });

function series(labels: Record<string, string>, from: number, ...values: number[]): MatrixSeries {
  return {
    labels: labelsFrom(labels),
    timestamps: Float64Array.from(values, (_, i) => from + 1_000 * i),
    values: Float64Array.from(values),
    present: null,
    histograms: null,
  };
}

function mixed(labels: Record<string, string>, from: number, ...samples: (number | Histogram)[]): MatrixSeries {
  const isFloat = (sample: number | Histogram): sample is number => typeof sample === 'number';
  return {
    ...series(labels, from, ...samples.map((sample) => (isFloat(sample) ? sample : 0))),
    histograms: samples.map((sample) => (isFloat(sample) ? null : sample)),
  };
}

type Stream = 'doGet' | 'listFlights';

function stream(method: Stream, request: Buffer): Promise<Buffer[]> {
  const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE[method];
  return new Promise((resolve, reject) => {
    const messages: Buffer[] = [];
    const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request);
    call.on('data', (message: Buffer) => messages.push(message));
    call.on('error', reject);
    call.on('end', () => resolve(messages));
  });
}

/** Flight frames back in Arrow's stream format. */
async function fetch(ticket: object): Promise<Table> {
  const frames = (await stream('doGet', encodeSingleBytes(Buffer.from(JSON.stringify(ticket))))).map(decodeFlightData);
  const parts = frames.flatMap(({ header, body }) => {
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32LE(0xffffffff);
    prefix.writeInt32LE(header.length, 4);
    return [prefix, header, body];
  });
  return new Table([...RecordBatchReader.from(Buffer.concat(parts))]);
}

function unary(method: 'getFlightInfo' | 'getSchema', command: string): Promise<Buffer> {
  const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE[method];
  const request = Buffer.from(encodeDescriptor({ kind: 'command', command: Buffer.from(command) }));
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) =>
      error === null ? resolve(answer as Buffer) : reject(error),
    );
  });
}

const rowsOf = (table: Table): unknown[] => table.toArray().map((row) => row.toJSON());

test('a range query: one row per sample, a dictionary column per label, nulls where it is missing', async () => {
  run = async () =>
    matrix(
      series({ __name__: 'up', job: 'a' }, 1_700_000_000_000, 1, 2),
      series({ __name__: 'up', zone: 'b' }, -1_000, Number.NaN),
    );
  const table = await fetch({ query: 'up', start: 1, end: '2', step: '15s' });
  expect(asked).toEqual([{ query: 'up', start: '1', end: '2', step: '15s' }]);
  expect(table.schema.fields.map(({ name, type }) => `${name}: ${type}`)).toEqual([
    'timestamp: Timestamp<MILLISECOND, UTC>',
    '__name__: Dictionary<Int32, Utf8>',
    'job: Dictionary<Int32, Utf8>',
    'zone: Dictionary<Int32, Utf8>',
    'value: Float64',
  ]);
  expect(rowsOf(table)).toEqual([
    { timestamp: 1_700_000_000_000, __name__: 'up', job: 'a', zone: null, value: 1 },
    { timestamp: 1_700_000_001_000, __name__: 'up', job: 'a', zone: null, value: 2 },
    { timestamp: -1_000, __name__: 'up', job: null, zone: 'b', value: Number.NaN },
  ]);
});

test('an empty result has its columns, and labels named like them have theirs', async () => {
  expect((await fetch({ query: 'none' })).schema.fields.map(({ name }) => name)).toEqual(['timestamp', 'value']);
  run = async () => matrix(series({ value: 'x', timestamp: 'y' }, 0, 3));
  expect(rowsOf(await fetch({ query: 'odd' }))).toEqual([{ _timestamp: 0, timestamp: 'y', value: 'x', _value: 3 }]);
});

test('many rows come in several batches, none lost', async () => {
  const count = 3_000;
  run = async () =>
    matrix(
      ...Array.from({ length: 100 }, (_, i) =>
        series({ i: String(i) }, 0, ...Array.from({ length: count }, (__, k) => i * count + k)),
      ),
    );
  const table = await fetch({ query: 'many' });
  expect(table.batches.length).toBe(5);
  expect(table.numRows).toBe(100 * count);
  const values = table.getChild('value')!.toArray() as Float64Array;
  expect(values.every((value, row) => value === row)).toBe(true);
  expect(table.getChild('i')!.get(250_000)).toBe('83');
});

test.each([
  [{ query: 'up', time: 1, start: 2 }, 3, /'time' asks for one moment/],
  [{ promql: 'up' }, 3, /unknown key 'promql'; known: query, time/],
  [{ time: 1 }, 3, /no 'query'; expected \{"query": "up"/],
  [{ query: ['up'] }, 3, /'query' must be text/],
])('the ticket %j is refused', async (ticket, code, message) => {
  await expect(fetch(ticket)).rejects.toMatchObject({ code, details: expect.stringMatching(message) });
  expect(asked).toEqual([]);
});

test.each([
  ['invalid_argument', 3],
  ['deadline_exceeded', 4],
  ['canceled', 1],
  ['resource_exhausted', 8],
] as const)('%s of the query is the status %i', async (type, code) => {
  run = () => Promise.reject(new IngestError(type, 'so it is'));
  await expect(fetch({ query: 'up' })).rejects.toMatchObject({ code, details: 'so it is' });
});

test('a client that goes away aborts the query', async () => {
  const aborted = new Promise<void>((resolve) => {
    run = (_, signal) =>
      new Promise((__, reject) => {
        signal.addEventListener('abort', () => {
          resolve();
          reject(new Error('gone'));
        });
        call.cancel();
      });
  });
  const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.doGet;
  const request = encodeSingleBytes(Buffer.from('{"query":"up"}'));
  const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request);
  call.on('error', (error: ServiceError) => expect(error.code).toBe(1));
  await aborted;
});

test('GetFlightInfo of a query: rows, and a ticket that is the command', async () => {
  run = async () => matrix(series({ a: 'b' }, 0, 1, 2, 3));
  const info = await unary('getFlightInfo', '{"query":"a"}');
  // Three rows of 20 bytes; a text of one byte with two offsets.
  expect(decodeFlightInfo(info)).toMatchObject({ totalRecords: 3, totalBytes: 69 });
  // FlightInfo.endpoint { ticket { ticket } }
  const ticket = Buffer.from('{"query":"a"}');
  expect(info.includes(Buffer.concat([Buffer.of(0x1a, 17, 0x0a, 15, 0x0a, 13), ticket]))).toBe(true);
  expect((await unary('getSchema', '{"query":"a"}')).includes('timestamp')).toBe(true);
  await expect(unary('getSchema', 'up')).rejects.toMatchObject({ code: 3 });
});

/** Observations 1 below -1, 2 around 0, 3 up to 1, 5 up to 4; the bucket from 1 to 2 is empty. */
const EXPONENTIAL: Histogram = {
  ...emptyHistogram(0),
  count: 11,
  sum: 7.5,
  zeroThreshold: 0.5,
  zeroCount: 2,
  negativeSpans: [{ offset: 1, length: 1 }],
  negativeBuckets: Float64Array.of(1),
  positiveSpans: [{ offset: 0, length: 3 }],
  positiveBuckets: Float64Array.of(3, 0, 5),
};
const CUSTOM: Histogram = {
  ...emptyHistogram(-53, Float64Array.of(10, 20)),
  count: 4,
  sum: 42,
  positiveSpans: [{ offset: 1, length: 2 }],
  positiveBuckets: Float64Array.of(1, 3),
};
const EXPONENTIAL_BUCKETS = [
  { boundaries: 1, lower: -2, upper: -1, count: 1 },
  { boundaries: 3, lower: -0.5, upper: 0.5, count: 2 },
  { boundaries: 0, lower: 0.5, upper: 1, count: 3 },
  { boundaries: 0, lower: 2, upper: 4, count: 5 },
];

const bucketsOf = (row: Record<string, unknown>): unknown =>
  row['buckets'] === null ? null : [...(row['buckets'] as Iterable<{ toJSON(): object }>)].map((one) => one.toJSON());

test('native histograms have columns of their own, null for floats, as value is for them', async () => {
  run = async () =>
    matrix(
      series({ __name__: 'up' }, 0, 1),
      mixed({ __name__: 'x' }, 0, EXPONENTIAL, 2, emptyHistogram(0)),
      mixed({ __name__: 'y', sum: 'z' }, 0, CUSTOM),
    );
  const table = await fetch({ query: 'x' });
  expect(table.schema.fields.slice(-4).map(({ name, type, nullable }) => [name, String(type), nullable])).toEqual([
    ['value', 'Float64', true],
    ['count', 'Float64', true],
    ['_sum', 'Float64', true],
    ['buckets', 'List<Struct<{boundaries:Int8, lower:Float64, upper:Float64, count:Float64}>>', true],
  ]);
  const rows = rowsOf(table) as Record<string, unknown>[];
  const float = { count: null, _sum: null };
  expect(rows.map(({ buckets: _, ...row }) => row)).toEqual([
    { timestamp: 0, __name__: 'up', sum: null, value: 1, ...float },
    { timestamp: 0, __name__: 'x', sum: null, value: null, count: 11, _sum: 7.5 },
    { timestamp: 1_000, __name__: 'x', sum: null, value: 2, ...float },
    { timestamp: 2_000, __name__: 'x', sum: null, value: null, count: 0, _sum: 0 },
    { timestamp: 0, __name__: 'y', sum: 'z', value: null, count: 4, _sum: 42 },
  ]);
  expect(rows.map(bucketsOf)).toEqual([
    null,
    EXPONENTIAL_BUCKETS,
    null,
    [],
    [
      { boundaries: 0, lower: 10, upper: 20, count: 1 },
      { boundaries: 0, lower: 20, upper: Number.POSITIVE_INFINITY, count: 3 },
    ],
  ]);
});

test('a vector of floats and histograms', async () => {
  run = async () => ({
    type: 'vector',
    timestampMs: 5,
    samples: [
      { labels: labelsFrom({ a: '1' }), value: 7, histogram: null },
      { labels: labelsFrom({ a: '2' }), value: 0, histogram: EXPONENTIAL },
    ],
  });
  const rows = rowsOf(await fetch({ query: 'x' })) as Record<string, unknown>[];
  expect(rows).toMatchObject([
    { timestamp: 5, a: '1', value: 7, count: null, sum: null },
    { timestamp: 5, a: '2', value: null, count: 11, sum: 7.5 },
  ]);
  expect(rows.map(bucketsOf)).toEqual([null, EXPONENTIAL_BUCKETS]);
});

test('gaps of a grid are no rows', async () => {
  const labels = labelsFrom({ a: '1' });
  const values = Float64Array.of(1, 2, 3);
  run = async () => ({
    type: 'matrix',
    grid: { startMs: 1_000, stepMs: 500, count: 3 },
    series: [
      { labels, timestamps: null, values, present: Uint8Array.of(1, 0, 1), histograms: null },
      { labels: [], timestamps: null, values, present: Uint8Array.of(0, 1, 1), histograms: [null, EXPONENTIAL, null] },
    ],
  });
  expect(rowsOf(await fetch({ query: 'x' }))).toMatchObject([
    { timestamp: 1_000, a: '1', value: 1 },
    { timestamp: 2_000, a: '1', value: 3 },
    { timestamp: 1_500, a: null, value: null, count: 11 },
    { timestamp: 2_000, a: null, value: 3, count: null },
  ]);
});

test('many histograms: their buckets cut the batches, and every batch has the columns', async () => {
  const histogram: Histogram = {
    ...EXPONENTIAL,
    positiveSpans: [{ offset: 0, length: 500 }],
    positiveBuckets: new Float64Array(500).fill(1),
  };
  const count = 1_000;
  run = async () =>
    matrix(
      series({ i: 'floats' }, 0, ...Array.from({ length: 70_000 }, (_, k) => k)),
      mixed({ i: 'histograms' }, 0, ...Array.from({ length: count }, (_, k) => ({ ...histogram, count: k }))),
    );
  const table = await fetch({ query: 'many' });
  const expected = Math.ceil((count * 502 * 25) / 2 ** 21) + 1;
  expect(Math.abs(table.batches.length - expected)).toBeLessThan(2);
  expect(table.numRows).toBe(70_000 + count);
  for (const k of [0, 1, 499, 998, 999]) {
    const row = table.get(70_000 + k)?.toJSON() as Record<string, unknown>;
    expect([row['i'], row['value'], row['count'], (bucketsOf(row) as object[]).length]).toEqual([
      'histograms',
      null,
      k,
      502,
    ]);
  }
  expect(table.get(69_999)?.toJSON()).toMatchObject({ i: 'floats', value: 69_999, count: null, buckets: null });
});

test('remarks of the query are in the metadata of the schema', async () => {
  expect((await fetch({ query: 'up' })).schema.metadata.size).toBe(0);
  remarks = { warnings: ['ünsafe "rate"', 'b'], infos: [] };
  expect([...(await fetch({ query: 'up' })).schema.metadata]).toEqual([
    ['mytsdb.warnings', '["ünsafe \\"rate\\"","b"]'],
  ]);
});

/** More than all buffers between here and the server hold. */
const large = (): QueryValue =>
  matrix(...Array.from({ length: 200 }, (_, i) => series({ i: `${i}` }, 0, ...new Float64Array(10_000))));

test('a client that reads slowly: what it took is given back, the rest waits for it', async () => {
  run = async () => large();
  const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.doGet;
  const request = encodeSingleBytes(Buffer.from('{"query":"up"}'));
  const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request);
  let bytes = 0;
  call.on('data', (message: Buffer) => {
    bytes += message.length;
    call.pause();
  });
  const ended = new Promise<void>((resolve) => call.on('end', resolve));
  await expect.poll(() => bytes).toBeGreaterThan(0);
  const before = held;
  // Windows and sockets hold a few messages, and no more is made.
  expect(before).toBeGreaterThan(16_000_000);
  for (let reads = 0; reads < 12; reads++) {
    const taken = bytes;
    call.resume();
    await expect.poll(() => bytes).toBeGreaterThan(taken);
  }
  await expect.poll(() => held).toBeLessThan(before);
  expect(held).toBeGreaterThan(0);
  call.removeAllListeners('data');
  call.resume();
  await ended;
  await expect.poll(() => held).toBe(0);
});

test('a client that leaves in the middle gives everything back', async () => {
  run = async () => large();
  const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.doGet;
  const request = encodeSingleBytes(Buffer.from('{"query":"up"}'));
  const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request);
  const failed = new Promise<ServiceError>((resolve) => call.on('error', resolve));
  call.once('data', () => {
    expect(held).toBeGreaterThan(0);
    call.cancel();
  });
  expect((await failed).code).toBe(1);
  await expect.poll(() => held).toBe(0);
});

test('ListFlights: a flight per metric name, whose ticket selects it', async () => {
  const flights = await stream('listFlights', Buffer.alloc(0));
  expect(flights.length).toBe(2);
  expect(flights[1]!.includes('{"query":"{__name__=\\"weird \\\\\\"name\\\\\\"\\"}"}')).toBe(true);
  expect(listed).toEqual([{ kind: 'prefix', prefix: '' }]);
});

test('ListFlights: all names, a part at a time, and no faster than they are read', async () => {
  names = Array.from({ length: 40 }, (_, i) => Array.from({ length: 1_000 }, (__, k) => `metric_${i}_${k}`));
  let parts = 0;
  const all = names;
  names = [];
  for (const part of all) Object.defineProperty(names, names.length, { get: () => (parts++, part), enumerable: true });
  const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.listFlights;
  const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, Buffer.alloc(0));
  let flights = 0;
  call.on('data', () => flights++);
  call.pause();
  await expect.poll(() => parts).toBeGreaterThan(0);
  const ended = new Promise<void>((resolve) => call.on('end', resolve));
  call.resume();
  await ended;
  expect(flights).toBe(40_000);
});

test.each([
  ['node_', { kind: 'prefix', prefix: 'node_' }],
  ['{job="a"}', { kind: 'selector', selector: '{job="a"}' }],
  ['up{job="a"}', { kind: 'selector', selector: 'up{job="a"}' }],
])('the criteria %s', async (text, criteria) => {
  await stream('listFlights', encodeSingleBytes(Buffer.from(text)));
  expect(listed).toEqual([criteria]);
});

test('criteria that are not text are refused', async () => {
  await expect(stream('listFlights', encodeSingleBytes(Buffer.of(0xff)))).rejects.toMatchObject({
    code: 3,
    details: expect.stringContaining('a PromQL series selector'),
  });
  expect(listed).toEqual([]);
});

test('Handshake turns basic credentials into a bearer token', async () => {
  const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.handshake;
  const metadata = new Metadata();
  metadata.set('authorization', 'Basic dTpw');
  const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata);
  const answered = new Promise<Metadata>((resolve) => call.on('metadata', resolve));
  call.on('data', () => {});
  call.end();
  expect((await answered).get('authorization')).toEqual(['Bearer secret']);
});
