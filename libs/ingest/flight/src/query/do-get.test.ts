/** Queries over a real gRPC connection. */
import type { QueryValue } from '@chimera/promql-engine';
import { Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Table } from 'apache-arrow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FLIGHT_SERVICE } from '../definition.ts';
import { IngestError } from '../index.ts';
import { decodeFlightData, decodeFlightInfo, encodeSingleBytes } from '../messages.ts';
import { rowsOf, tableOf } from '../testing/arrow-table.ts';
import { matrix, series } from '../testing/example-results.ts';
import { type QueryServer, type Script, startQueryServer } from '../testing/query-server.ts';

let server: QueryServer;
let script: Script;

beforeEach(async () => {
  server = await startQueryServer();
  ({ script } = server);
});
afterEach(() => server.close());

const ticketOf = (ticket: object): Buffer => encodeSingleBytes(Buffer.from(JSON.stringify(ticket)));

async function fetch(ticket: object): Promise<Table> {
  const frames = (await server.stream('doGet', ticketOf(ticket))).map(decodeFlightData);
  return tableOf(frames.map(({ header, body }) => ({ header, body: [body] })));
}

test('a range query: the ticket says which, a row is a sample', async () => {
  script.run = async () => matrix(series({ __name__: 'up' }, 1_700_000_000_000, 1, 2));
  const table = await fetch({ query: 'up', start: 1, end: '2', step: '15s' });
  expect(script.asked).toEqual([{ query: 'up', start: '1', end: '2', step: '15s' }]);
  expect(rowsOf(table)).toEqual([
    { timestamp: 1_700_000_000_000, __name__: 'up', value: 1 },
    { timestamp: 1_700_000_001_000, __name__: 'up', value: 2 },
  ]);
});

test.each([
  [{ query: 'up', time: 1, start: 2 }, 3, /'time' asks for one moment/],
  [{ promql: 'up' }, 3, /unknown key 'promql'; known: query, time/],
  [{ time: 1 }, 3, /no 'query'; expected \{"query": "up"/],
  [{ query: ['up'] }, 3, /'query' must be text/],
])('the ticket %j is refused', async (ticket, code, message) => {
  await expect(fetch(ticket)).rejects.toMatchObject({ code, details: expect.stringMatching(message) });
  expect(script.asked).toEqual([]);
});

test.each([
  ['invalid_argument', 3],
  ['deadline_exceeded', 4],
  ['canceled', 1],
  ['resource_exhausted', 8],
] as const)('%s of the query is the status %i', async (type, code) => {
  script.run = () => Promise.reject(new IngestError(type, 'so it is'));
  await expect(fetch({ query: 'up' })).rejects.toMatchObject({ code, details: 'so it is' });
});

test('a client that goes away aborts the query', async () => {
  const aborted = new Promise<void>((resolve) => {
    script.run = (_, signal) =>
      new Promise((__, reject) => {
        signal.addEventListener('abort', () => {
          resolve();
          reject(new Error('gone'));
        });
        call.cancel();
      });
  });
  const call = server.open('doGet', ticketOf({ query: 'up' }));
  call.on('error', (error: ServiceError) => expect(error.code).toBe(1));
  await aborted;
});

test('GetFlightInfo of a query: rows, and a ticket that is the command', async () => {
  script.run = async () => matrix(series({ a: 'b' }, 0, 1, 2, 3));
  const info = await server.unary('getFlightInfo', '{"query":"a"}');
  // Three rows of 20 bytes; a text of one byte with two offsets.
  expect(decodeFlightInfo(info)).toMatchObject({ totalRecords: 3, totalBytes: 69 });
  // FlightInfo.endpoint { ticket { ticket } }
  const ticket = Buffer.from('{"query":"a"}');
  expect(info.includes(Buffer.concat([Buffer.of(0x1a, 17, 0x0a, 15, 0x0a, 13), ticket]))).toBe(true);
  expect((await server.unary('getSchema', '{"query":"a"}')).includes('timestamp')).toBe(true);
  await expect(server.unary('getSchema', 'up')).rejects.toMatchObject({ code: 3 });
});

/** More batches than grpc-js' client reads ahead: 46 of a megabyte. */
const large = (): QueryValue =>
  matrix(...Array.from({ length: 300 }, (_, i) => series({ i: `${i}` }, 0, ...new Float64Array(10_000))));
const LARGE_BYTES = 48_000_000;

test('a client that pauses: what it took is given back, the rest waits for it', async () => {
  script.run = async () => large();
  const call = server.open('doGet', ticketOf({ query: 'up' }));
  let batches = 0;
  call.once('data', () => call.pause());
  await expect.poll(() => script.held).toBeGreaterThan(0);
  await expect.poll(() => script.held).toBeLessThan(LARGE_BYTES);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(script.held).toBeGreaterThan(LARGE_BYTES / 3);
  const ended = new Promise<void>((resolve) => call.on('end', resolve));
  call.on('data', (message: Buffer) => {
    batches += decodeFlightData(message).body.length > 0 ? 1 : 0;
  });
  call.resume();
  await ended;
  expect(batches).toBeGreaterThan(40);
  await expect.poll(() => script.held).toBe(0);
});

test('a client that leaves in the middle gives everything back', async () => {
  script.run = async () => large();
  const call = server.open('doGet', ticketOf({ query: 'up' }));
  const failed = new Promise<ServiceError>((resolve) => call.on('error', resolve));
  call.once('data', () => {
    expect(script.held).toBeGreaterThan(0);
    call.cancel();
  });
  expect((await failed).code).toBe(1);
  await expect.poll(() => script.held).toBe(0);
});

test('Handshake turns basic credentials into a bearer token', async () => {
  const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.handshake;
  const metadata = new Metadata();
  metadata.set('authorization', 'Basic dTpw');
  const call = server.client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata);
  const answered = new Promise<Metadata>((resolve) => call.on('metadata', resolve));
  call.on('data', () => {});
  call.end();
  expect((await answered).get('authorization')).toEqual(['Bearer secret']);
});
