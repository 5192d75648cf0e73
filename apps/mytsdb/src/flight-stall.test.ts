/** A reader of a Flight result that stops reading is cut, and what waited for it is given back. */
import { ProtobufWriter } from '@chimera/bytes';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess(['--write-timeout', '500ms']);
});
afterAll(() => server.dispose());

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
};

test('a reader that stops is cut after --write-timeout', async () => {
  // More batches than grpc-js reads ahead.
  const union = Array.from({ length: 250 }, (_, i) => `label_replace(vector(1), "i", "${i}", "", "")`).join(' or ');
  const ticket = JSON.stringify({ query: union, start: 1_699_989_001, end: 1_700_000_000, step: 1 });
  const client = new Client(server.flightTarget, credentials.createInsecure());
  const bytes = (value: Buffer): Buffer => value;
  const message = Buffer.from(new ProtobufWriter().bytes(1, Buffer.from(ticket)).finish());
  const path = '/arrow.flight.protocol.FlightService/DoGet';
  const call = client.makeServerStreamRequest(path, bytes, bytes, message, { deadline: Date.now() + 60_000 });
  const failed = new Promise<ServiceError>((resolve) => call.on('error', resolve));
  call.once('data', () => call.pause());
  await expect
    .poll(() => metric('mytsdb_limit_passed_total{limit="write_timeout"}'), { timeout: 15_000, interval: 100 })
    .toBe(1);
  expect(await metric('mytsdb_transit_bytes')).toBe(0);
  // When it reads on, it is told.
  call.resume();
  expect(await failed).toMatchObject({
    code: status.DEADLINE_EXCEEDED,
    details: expect.stringContaining('raise --write-timeout'),
  });
  client.close();
});
