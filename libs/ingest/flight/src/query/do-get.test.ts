/** Queries over a real gRPC connection, read back by apache-arrow. */
import { createMemoryStorage } from '@chimera/tsdb-storage';
import { Client, credentials, Metadata, type Server, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import { RecordBatchReader, Table } from 'apache-arrow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FLIGHT_SERVICE } from '../definition.ts';
import { createFlightServer, type FlightQueryParams, type FlightSeries, IngestError } from '../index.ts';
import { decodeFlightData, decodeFlightInfo, encodeDescriptor, encodeSingleBytes } from '../messages.ts';

let server: Server;
let client: Client;
let asked: FlightQueryParams[];
let run: (params: FlightQueryParams, signal: AbortSignal) => Promise<readonly FlightSeries[]>;

beforeEach(async () => {
  asked = [];
  run = () => Promise.resolve([]);
  server = createFlightServer({
    appender: createMemoryStorage(),
    onPut: () => ({ batch: () => {}, end: () => {} }),
    actions: {},
    totalSamples: () => 0,
    runQuery: (params, signal) => {
      asked.push(params);
      return run(params, signal);
    },
    listMetrics: () => Promise.resolve(['up', 'weird "name"']),
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

function series(labels: Record<string, string>, from: number, ...values: number[]): FlightSeries {
  return {
    labels,
    timestamps: Float64Array.from(values, (_, i) => from + 1_000 * i),
    values: Float64Array.from(values),
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
  run = async () => [
    series({ __name__: 'up', job: 'a' }, 1_700_000_000_000, 1, 2),
    series({ __name__: 'up', zone: 'b' }, -1_000, Number.NaN),
  ];
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
  run = async () => [series({ value: 'x', timestamp: 'y' }, 0, 3)];
  expect(rowsOf(await fetch({ query: 'odd' }))).toEqual([{ _timestamp: 0, timestamp: 'y', value: 'x', _value: 3 }]);
});

test('many rows come in several batches, none lost', async () => {
  const count = 3_000;
  run = async () =>
    Array.from({ length: 100 }, (_, i) =>
      series({ i: String(i) }, 0, ...Array.from({ length: count }, (__, k) => i * count + k)),
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
  run = async () => [series({ a: 'b' }, 0, 1, 2, 3)];
  const info = await unary('getFlightInfo', '{"query":"a"}');
  expect(decodeFlightInfo(info).totalRecords).toBe(3);
  // FlightInfo.endpoint { ticket { ticket } }
  const ticket = Buffer.from('{"query":"a"}');
  expect(info.includes(Buffer.concat([Buffer.of(0x1a, 17, 0x0a, 15, 0x0a, 13), ticket]))).toBe(true);
  expect((await unary('getSchema', '{"query":"a"}')).includes('timestamp')).toBe(true);
  await expect(unary('getSchema', 'up')).rejects.toMatchObject({ code: 3 });
});

test('ListFlights: a flight per metric name, whose ticket selects it', async () => {
  const flights = await stream('listFlights', Buffer.alloc(0));
  expect(flights.length).toBe(2);
  expect(flights[1]!.includes('{"query":"{__name__=\\"weird \\\\\\"name\\\\\\"\\"}"}')).toBe(true);
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
