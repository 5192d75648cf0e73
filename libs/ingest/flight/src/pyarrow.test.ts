/**
 * What a real pyarrow sends, replayed by a client that shares no code with the server: HTTP/2 frames and gRPC's length
 * prefix by hand, so that a mistake made on both sides of our own code cannot hide.
 */
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { formatLabels } from '@chimera/tsdb-model';
import { createMemoryStorage, type MemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { type Server, ServerCredentials } from '@grpc/grpc-js';
import { Message } from 'apache-arrow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFlightServer } from './index.ts';
import { decodeFlightData } from './messages.ts';

const START_MS = 1_700_000_000_000;
const RANGE = { minMs: 0, maxMs: 2 * START_MS };

let storage: MemoryStorage;
let server: Server;
let port: number;

beforeEach(async () => {
  storage = createMemoryStorage();
  server = createFlightServer({
    appender: storage,
    onPut: () => ({ batch: () => {}, end: () => {} }),
    actions: {},
    totalSamples: () => 0,
  });
  port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
});

afterEach(() => server.forceShutdown());

/** The messages of a recording. */
function recorded(name: string): Buffer[] {
  const file = readFileSync(new URL(`./testdata/${name}`, import.meta.url));
  const messages: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = file.readUInt32LE(at);
    messages.push(file.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return messages;
}

type Answer = { status: string; message: string; results: unknown[] };

/** One gRPC call over bare HTTP/2. PutResult has a single field: tag 0x0a, a varint length, JSON. */
function doPut(messages: readonly Buffer[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const session = http2.connect(`http://127.0.0.1:${port}`);
    session.on('error', reject);
    const stream = session.request({
      ':method': 'POST',
      ':path': '/arrow.flight.protocol.FlightService/DoPut',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const received: Buffer[] = [];
    let status = '';
    let message = '';
    const note = (headers: http2.IncomingHttpHeaders): void => {
      status = String(headers['grpc-status'] ?? status);
      message = decodeURIComponent(String(headers['grpc-message'] ?? message));
    };
    stream.on('response', note);
    stream.on('trailers', note);
    stream.on('data', (chunk: Buffer) => received.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => {
      session.close();
      resolve({ status, message, results: putResults(Buffer.concat(received)) });
    });
    for (const body of messages) {
      const prefix = Buffer.alloc(5);
      prefix.writeUInt32BE(body.length, 1);
      stream.write(Buffer.concat([prefix, body]));
    }
    stream.end();
  });
}

function putResults(bytes: Buffer): unknown[] {
  const results: unknown[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at + 1);
    const result = bytes.subarray(at + 5, at + 5 + length);
    const json = result.subarray(result[1]! < 0x80 ? 2 : 3);
    results.push(JSON.parse(json.toString('utf8')));
    at += 5 + length;
  }
  return results;
}

test.each(['none', 'zstd', 'lz4'])('a pandas table from pyarrow, compression %s', async (compression) => {
  const answer = await doPut(recorded(`pyarrow-long-${compression}.frames`));
  expect(answer).toEqual({
    status: '0',
    message: 'OK',
    results: [
      { request_id: 0, layout: 'long' },
      { request_id: 1, accepted: 15, rejected: 0 },
      { request_id: 2, accepted: 15, rejected: 0 },
      { request_id: 3, accepted: 10, rejected: 0 },
    ],
  });
  const set = await storage.querier().select([], RANGE);
  expect(set.labels.map(formatLabels).sort()).toEqual([
    'room_temperature_celsius{floor="1", room="kitchen"}',
    'room_temperature_celsius{room="attic"}',
  ]);
  const buffer = new SampleBuffer();
  for (const [index, labels] of set.labels.entries()) {
    set.read(index, RANGE, buffer);
    const base = formatLabels(labels).includes('attic') ? 15 : 20;
    const samples = Array.from({ length: buffer.count }, (_, i) => [buffer.timestamps[i], buffer.values[i]]);
    expect(samples).toEqual(Array.from({ length: 20 }, (_, i) => [START_MS + 15_000 * i, base + i / 10]));
  }
});

/** All samples: value by series and time, the time in steps of 15 s since the start. */
async function stored(): Promise<Record<string, Record<number, number>>> {
  const set = await storage.querier().select([], RANGE);
  const buffer = new SampleBuffer();
  return Object.fromEntries(
    set.labels.map((labels, index) => {
      set.read(index, RANGE, buffer);
      const samples = Array.from({ length: buffer.count }, (_, i) => [
        ((buffer.timestamps[i] as number) - START_MS) / 15_000,
        buffer.values[i] as number,
      ]);
      return [formatLabels(labels), Object.fromEntries(samples)];
    }),
  );
}

test('columns in another order: seconds, float32, large text, string views, a dictionary of int8, LZ4', async () => {
  expect(await doPut(recorded('pyarrow-types-lz4.frames'))).toMatchObject({ status: '0' });
  const steps = (base: number) =>
    Object.fromEntries(Array.from({ length: 20 }, (_, i) => [i, Math.fround(base + i / 10)]));
  expect(await stored()).toEqual({ 'types{floor="1", room="kitchen"}': steps(20), 'types{room="attic"}': steps(15) });
});

test('the wide layout with each number type, microseconds and a null', async () => {
  const { status, results } = await doPut(recorded('pyarrow-wide-none.frames'));
  expect(status).toBe('0');
  expect(results[1]).toEqual({ request_id: 1, accepted: 11 * 39, rejected: 0 });
  const kinds = [
    'int8',
    'int16',
    'int32',
    'int64',
    'uint8',
    'uint16',
    'uint32',
    'uint64',
    'halffloat',
    'float',
    'double',
  ];
  const samples = (first: number) =>
    Object.fromEntries(Array.from({ length: 20 }, (_, i) => [i, 2 * i + first]).filter(([, value]) => value !== 7));
  expect(await stored()).toEqual(
    Object.fromEntries(
      kinds.flatMap((kind) => [
        [`wide_${kind}{room="kitchen"}`, samples(0)],
        [`wide_${kind}{room="attic"}`, samples(1)],
      ]),
    ),
  );
});

test('decimals of each width, of negative scale, and larger than a float can count', async () => {
  const { status, results } = await doPut(recorded('pyarrow-decimals-lz4.frames'));
  expect([status, results[1]]).toEqual(['0', { request_id: 1, accepted: 30, rejected: 0 }]);
  const samples = (...values: (number | null)[]) =>
    Object.fromEntries(values.map((value, i) => [i, value]).filter(([, value]) => value !== null));
  const small = samples(0, -0.01, 12.34, null, -99999.99, 0.1);
  expect(await stored()).toEqual({
    decimal32: small,
    decimal64: small,
    decimal128: small,
    decimal256: small,
    hugeint: samples(0, -1, 123456789012345678901234567890, null, -18446744073709551616, 9007199254740993),
    thousands: samples(0, -1000, 7000, null, 1000, 2000),
  });
});

test.each(['none', 'lz4'])('dictionaries that grow by deltas and are replaced, compression %s', async (compression) => {
  const messages = recorded(`pyarrow-deltas-${compression}.frames`);
  expect(await doPut(messages)).toMatchObject({ status: '0' });
  const kinds = messages.map((bytes) => Message.decode(Uint8Array.from(decodeFlightData(bytes).header)));
  const deltas = kinds.filter((message) => message.isDictionaryBatch()).map((message) => message.header().isDelta);
  expect(deltas).toEqual([false, true, true, false]);
  expect(await stored()).toEqual({
    'deltas{room="a"}': { 0: 0, 1: 1, 2: 2 },
    'deltas{room="b"}': { 1: 1, 2: 2, 3: 3 },
    'deltas{room="c"}': { 2: 2 },
    'deltas{room="z"}': { 3: 3 },
  });
});

test.each([
  ['list<double>', 'pyarrow-rows-zstd.frames', 0],
  ['large_list<float>', 'pyarrow-rows-zstd-2.frames', 1],
  ['fixed_size_list<int32>', 'pyarrow-rows-zstd-3.frames', 2],
])('series rows of %s, a null inside', async (_, file, index) => {
  expect(await doPut(recorded(file))).toMatchObject({ status: '0' });
  expect(await stored()).toEqual({
    [`rows_${index}{room="kitchen"}`]: { 0: 1, 2: 3 },
    [`rows_${index}`]: { 0: 4, 2: 5, 4: 6 },
  });
});
