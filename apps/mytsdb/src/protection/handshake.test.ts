/** Flight's Handshake on a server with users: the token that it gives opens what the password opens, and only that. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { hashSync } from 'bcryptjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from '../testing/server-process.ts';

const SERVICE = '/arrow.flight.protocol.FlightService';
const folder = mkdtempSync(join(tmpdir(), 'mytsdb-handshake-'));
let server: ServerProcess;
let client: Client;

beforeAll(async () => {
  const file = join(folder, 'web.yml');
  writeFileSync(file, `basic_auth_users: { ada: ${hashSync('secret', 4)} }\n`);
  server = await startServerProcess(['--web.config.file', file]);
  client = new Client(server.flightTarget, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await server.dispose();
  rmSync(folder, { recursive: true });
});

function call(method: string, authorization: string): Promise<{ code: status; answered: string | undefined }> {
  const metadata = new Metadata();
  metadata.set('authorization', authorization);
  const bytes = (value: Buffer): Buffer => value;
  const stream = client.makeBidiStreamRequest(`${SERVICE}/${method}`, bytes, bytes, metadata);
  let answered: string | undefined;
  return new Promise((resolve) => {
    stream.on('metadata', (sent: Metadata) => {
      answered = sent.get('authorization')[0]?.toString();
    });
    stream.on('data', () => {});
    stream.on('error', ({ code }: ServiceError) => resolve({ code, answered }));
    stream.on('end', () => resolve({ code: status.OK, answered }));
    stream.end(Buffer.alloc(0));
  });
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

test('the right password gets a token, and the token lets in', async () => {
  const { code, answered } = await call('Handshake', basic('ada:secret'));
  expect(code).toBe(status.OK);
  expect(answered).toMatch(/^Bearer [\w-]{43}$/);
  expect((await call('ListActions', answered as string)).code).toBe(status.OK);
  expect((await call('ListActions', `${answered}x`)).code).toBe(status.UNAUTHENTICATED);
});

test('a wrong password gets nothing', async () => {
  expect(await call('Handshake', basic('ada:wrong'))).toEqual({ code: status.UNAUTHENTICATED, answered: undefined });
});
