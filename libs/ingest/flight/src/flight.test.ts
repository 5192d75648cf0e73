/** The service over a real gRPC connection, into the reference storage. */
import http2 from 'node:http2';
import { formatLabels } from '@chimera/tsdb-model';
import { createMemoryStorage, type MemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { type Server, ServerCredentials } from '@grpc/grpc-js';
import {
  Bool,
  DateMillisecond,
  Decimal,
  Field,
  Float64,
  Int64,
  List,
  makeData,
  makeVector,
  RecordBatch,
  Schema,
  Struct,
  TimestampNanosecond,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FLOW_CONTROL_WINDOW } from './flow-control.ts';
import { FrameEncoder } from './frames.ts';
import { createFlightClient, createFlightServer, type FlightClient, METADATA_KEY, type PutAck } from './index.ts';
import { encodeFlightData } from './messages.ts';

let storage: MemoryStorage;
let server: Server;
let client: FlightClient;
let port: number;
let ends: (string | null)[];

beforeEach(async () => {
  storage = createMemoryStorage();
  ends = [];
  server = createFlightServer({
    appender: storage,
    onPut: () => ({ batch: () => {}, end: (error) => void ends.push(error?.message ?? null) }),
    actions: { health: { description: 'state of the server', run: (body) => ({ state: 'ready', body }) } },
    totalSamples: () => 7,
  });
  port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  client = createFlightClient(`127.0.0.1:${port}`);
  await client.ready(5_000);
});

afterEach(() => {
  client.close();
  server.forceShutdown();
});

async function put(batches: readonly RecordBatch[], path: readonly string[] = ['seed']): Promise<PutAck[]> {
  const acks: PutAck[] = [];
  const stream = client.put({ kind: 'path', path }, (ack) => acks.push(ack));
  for (const batch of batches) await stream.send(batch);
  await stream.finish();
  return acks;
}

/** All samples, as text, by series. */
async function dump(): Promise<Record<string, string>> {
  const range = { minMs: -1e15, maxMs: 1e15 };
  const set = await storage.querier().select([], range);
  const buffer = new SampleBuffer();
  return Object.fromEntries(
    set.labels.map((labels, i) => {
      set.read(i, range, buffer);
      return [
        formatLabels(labels),
        Array.from({ length: buffer.count }, (_, k) => `${buffer.timestamps[k]}=${buffer.values[k]}`).join(' '),
      ];
    }),
  );
}

function table(columns: Record<string, Vector>, metadata?: Map<string, string>): RecordBatch {
  const vectors = Object.entries(columns);
  const fields = vectors.map(([name, vector]) => new Field(name, vector.type, true));
  const rows = vectors[0]?.[1].length ?? 0;
  const children = vectors.map(([, vector]) => vector.data[0]!);
  return new RecordBatch(new Schema(fields, metadata), makeData({ type: new Struct(fields), length: rows, children }));
}

const times = (...ms: number[]) =>
  vectorFromArray(
    ms.map((t) => BigInt(t)),
    new Int64(),
  );
const floats = (...values: (number | null)[]) => vectorFromArray(values, new Float64());
const texts = (...values: (string | null)[]) => vectorFromArray(values, new Utf8());
const words = (...values: (string | null)[]) => vectorFromArray(values); // a dictionary

/** Of a width that Arrow does not have. */
const decimals = () => makeVector(makeData({ type: new Decimal(2, 10, 96), length: 1, data: new Uint32Array(4) }));

function lists(rows: readonly (readonly number[])[]) {
  return vectorFromArray(
    rows.map((row) => [...row]),
    new List(new Field('item', new Float64())),
  );
}

test('the long layout: runs, interleaved series, null labels, null values', async () => {
  const acks = await put([
    table({
      timestamp: times(1_000, 2_000, 1_000, 2_000, 3_000),
      __name__: words('up', 'up', 'up', 'up', 'up'),
      job: texts('a', 'b', null, 'a', 'a'),
      value: floats(1, 2, 3, null, 5),
    }),
  ]);
  expect(acks).toEqual([
    { request_id: 0, layout: 'long' },
    { request_id: 1, accepted: 4, rejected: 0 },
  ]);
  expect(await dump()).toEqual({ 'up{job="a"}': '1000=1 3000=5', 'up{job="b"}': '2000=2', up: '1000=3' });
  expect(ends).toEqual([null]);
});

test('the metric name comes from the path where no column has it, and nanoseconds become milliseconds', async () => {
  const nanos = makeVector(
    makeData({ type: new TimestampNanosecond(), length: 1, data: new BigInt64Array([1_700_000_000_123_456_789n]) }),
  );
  await put([table({ time: nanos, value: floats(1.5) })], ['team', 'temperature']);
  expect(await dump()).toEqual({ temperature: '1700000000123=1.5' });
});

test('series rows, regular and with their own timestamps', async () => {
  await put([
    table({
      __name__: words('a', 'b'),
      start: times(0, 60_000),
      step: times(15_000, 30_000),
      values: lists([[1, 2, 3], [4]]),
    }),
  ]);
  const ownTimes = vectorFromArray([[5n, 9n], [7n]], new List(new Field('item', new Int64())));
  await put([table({ __name__: words('c', 'd'), timestamps: ownTimes, values: lists([[1, 2], [3]]) })]);
  expect(await dump()).toEqual({ a: '0=1 15000=2 30000=3', b: '60000=4', c: '5=1 9=2', d: '7=3' });
});

test('the wide layout: a metric per numeric column', async () => {
  await put([table({ ts: times(1, 2), host: words('x', 'y'), cpu: floats(0.5, 0.6), mem: floats(null, 7) })]);
  expect(await dump()).toEqual({ 'cpu{host="x"}': '1=0.5', 'cpu{host="y"}': '2=0.6', 'mem{host="y"}': '2=7' });
});

test('metric metadata rides on the schema', async () => {
  const metadata = new Map([[METADATA_KEY, JSON.stringify({ up: { type: 'gauge', help: 'target is up', unit: '' } })]]);
  await put([table({ timestamp: times(1), __name__: words('up'), value: floats(1) }, metadata)]);
  expect(storage.metadataByFamily.get('up')).toEqual({ type: 'gauge', help: 'target is up', unit: '' });
});

test('rejected samples are counted with their reason', async () => {
  const batch = (value: number) => table({ timestamp: times(1), __name__: texts('up'), value: floats(value) });
  const acks = await put([batch(1), batch(2)]);
  expect(acks[2]).toMatchObject({ request_id: 2, accepted: 0, rejected: 1, reasons: { duplicate_timestamp: 1 } });
});

test.each([
  [
    'no time',
    () => table({ value: floats(1) }),
    /no known layout has the columns \[value: Float64\]; expected one of: series rows/,
  ],
  ['no metric name', () => table({ timestamp: times(1), value: floats(1) }), /no metric name: add a column '__name__'/],
  [
    'a label that is no text',
    () => table({ timestamp: times(1), value: floats(1), __name__: texts('a'), zone: floats(3) }),
    /column 'zone' is Float64/,
  ],
  [
    'a null time',
    () =>
      table({ timestamp: vectorFromArray([1n, null], new Int64()), value: floats(1, 2), __name__: texts('a', 'a') }),
    /column 'timestamp' row 1: a null time/,
  ],
  [
    'a step of zero',
    () => table({ __name__: texts('a'), start: times(0), step: times(0), values: lists([[1, 2]]) }),
    /row 0: step 0 must be above 0/,
  ],
  [
    'a wrong column beside metrics',
    () => table({ ts: times(1), cpu: floats(1), day: vectorFromArray([new Date(0)], new DateMillisecond()) }),
    /column 'day' is/,
  ],
  [
    'a boolean value',
    () => table({ timestamp: times(1), __name__: texts('a'), value: vectorFromArray([true], new Bool()) }),
    /column 'value' is Bool; it must be int8 to int64, uint8 to uint64, float16, float32, float64 or a decimal/,
  ],
  [
    'a decimal of an impossible width',
    () => table({ timestamp: times(1), __name__: texts('a'), value: decimals() }),
    /column 'value' is Decimal.*; it must be int8 to int64/,
  ],
  [
    'a metric of it',
    () => table({ ts: times(1), cpu: floats(1), price: decimals() }),
    /column 'price' is Decimal.*: neither a number \(a metric: int8 to int64, .*\) nor text/,
  ],
  [
    'a date as value',
    () =>
      table({
        timestamp: times(1),
        __name__: texts('a'),
        value: vectorFromArray([new Date(0)], new DateMillisecond()),
      }),
    /column 'value' is Date64<MILLISECOND>; it must be int8/,
  ],
  [
    'series rows of booleans',
    () =>
      table({
        __name__: texts('a'),
        start: times(0),
        step: times(1),
        values: vectorFromArray([[true]], new List(new Field('item', new Bool()))),
      }),
    /column 'values' is List<Bool>; it must be a list of numbers: int8/,
  ],
])('%s is refused with INVALID_ARGUMENT, and the server goes on', async (_, batch, message) => {
  await expect(put([batch()], [])).rejects.toMatchObject({ code: 3, details: expect.stringMatching(message) });
  expect(await client.action('health')).toMatchObject({ state: 'ready' });
});

test('actions: known ones run, unknown ones are named', async () => {
  expect(await client.action('health', { detail: true })).toEqual({ state: 'ready', body: { detail: true } });
  await expect(client.action('explode')).rejects.toMatchObject({
    code: 3,
    details: "unknown action 'explode'; known: health",
  });
});

test('the receive windows are really raised', async () => {
  const session = http2.connect(`http://127.0.0.1:${port}`);
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  await new Promise((resolve) => session.ping(resolve));
  expect(session.remoteSettings.initialWindowSize).toBe(FLOW_CONTROL_WINDOW);
  expect(session.state.remoteWindowSize).toBe(FLOW_CONTROL_WINDOW);
  session.destroy();
});

test('a client that does not read its acknowledgements is held back, and served when it does', async () => {
  const appended = { batches: 0 };
  const slow = createFlightServer({
    appender: storage,
    onPut: () => ({ batch: () => void appended.batches++, end: () => {} }),
    actions: {},
    totalSamples: () => 0,
    maxUnreadAcks: 3,
  });
  const slowPort = await new Promise<number>((resolve, reject) => {
    slow.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  // No byte of an answer may be sent until the window opens.
  const session = http2.connect(`http://127.0.0.1:${slowPort}`, { settings: { initialWindowSize: 0 } });
  const stream = session.request({
    ':method': 'POST',
    ':path': '/arrow.flight.protocol.FlightService/DoPut',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const encoder = new FrameEncoder();
  const count = 60;
  for (let i = 0; i < count; i++) {
    const batch = table({ timestamp: times(i), __name__: texts('up'), value: floats(i) });
    for (const { header, body } of encoder.encode(batch)) {
      const message = encodeFlightData(null, header, body);
      const prefix = Buffer.alloc(5);
      prefix.writeUInt32BE(message.length, 1);
      stream.write(Buffer.concat([prefix, message]));
    }
  }
  stream.end();
  const ended = new Promise((resolve) => stream.on('end', resolve));
  stream.resume();
  // A ping comes back after what was sent before it was read; thrice, for what waits in queues.
  for (let i = 0; i < 3; i++) await new Promise((resolve) => session.ping(resolve));
  const before = appended.batches;
  session.settings({ initialWindowSize: 65_535 });
  await ended;
  session.destroy();
  slow.forceShutdown();
  expect(before).toBeLessThan(count / 2);
  expect(appended.batches).toBe(count);
});
