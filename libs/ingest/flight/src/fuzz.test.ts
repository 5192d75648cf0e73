/** Bytes that are not Flight, or not Arrow, or not the layout: always a status, never a crash, and the server goes on. */
import { readFileSync } from 'node:fs';
import { seededRandom } from '@chimera/testing';
import { createMemoryStorage } from '@chimera/tsdb-storage';
import { Client, credentials, type Server, ServerCredentials, type ServiceError, status } from '@grpc/grpc-js';
import { tableFromArrays } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FLIGHT_SERVICE } from './definition.ts';
import { FrameEncoder } from './frames.ts';
import { createFlightServer } from './index.ts';
import { encodeFlightData } from './messages.ts';

const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 400);
let server: Server;
let client: Client;

beforeAll(async () => {
  server = createFlightServer({
    appender: createMemoryStorage(),
    onPut: () => ({ batch: () => {}, end: () => {} }),
    actions: {},
    totalSamples: () => 0,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
});

afterAll(() => {
  client.close();
  server.forceShutdown();
});

/** Sends frames as they are; resolves to the status code. */
function send(frames: readonly Buffer[]): Promise<number> {
  return new Promise((resolve) => {
    const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.doPut;
    const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    call.on('data', () => {});
    call.on('error', (error: ServiceError) => resolve(error.code));
    call.on('end', () => resolve(status.OK));
    for (const frame of frames) call.write(frame);
    call.end();
  });
}

function validFrames(): Buffer[] {
  const rows = tableFromArrays({
    timestamp: BigInt64Array.from({ length: 50 }, (_, i) => BigInt(i)),
    __name__: Array.from({ length: 50 }, () => 'up'),
    job: Array.from({ length: 50 }, (_, i) => `job-${i % 3}`),
    value: Float64Array.from({ length: 50 }, (_, i) => i),
  });
  const encoder = new FrameEncoder();
  return rows.batches.flatMap((batch) =>
    encoder
      .encode(batch)
      .map(({ header, body }, i) => encodeFlightData(i === 0 ? { kind: 'path', path: ['x'] } : null, header, body)),
  );
}

const RECORDINGS = ['types-lz4', 'deltas-lz4', 'wide-none', 'rows-zstd', 'rows-zstd-2', 'rows-zstd-3', 'long-zstd'];

/** What pyarrow sent: compressed, with views, dictionaries and lists. */
function recorded(name: string): Buffer[] {
  const file = readFileSync(new URL(`./testdata/pyarrow-${name}.frames`, import.meta.url));
  const messages: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = file.readUInt32LE(at);
    messages.push(file.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return messages;
}

test('mutated, truncated and random frames', async () => {
  const random = seededRandom(Number(process.env['FUZZ_SEED'] ?? 11));
  const seeds = [validFrames(), ...RECORDINGS.map(recorded)];
  for (const valid of seeds) expect(await send(valid)).toBe(status.OK);
  const seen = new Map<number, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const frames: Buffer[] = random.pick(seeds).map((frame) => Buffer.from(frame));
    const victim = random.int(0, frames.length - 1);
    const frame = frames[victim] as Buffer;
    const kind = random.int(0, 3);
    if (kind === 0) frames[victim] = frame.subarray(0, random.int(0, frame.length - 1));
    else if (kind === 1)
      frames[victim] = Buffer.from(Array.from({ length: random.int(0, 200) }, () => random.int(0, 255)));
    else for (let i = 0; i < random.int(1, 8); i++) frame[random.int(0, frame.length - 1)] = random.int(0, 255);
    if (random.next() < 0.1) frames.splice(victim, 1);
    const code = await send(frames);
    seen.set(code, (seen.get(code) ?? 0) + 1);
  }
  expect([...seen.keys()].filter((code) => code !== status.OK && code !== status.INVALID_ARGUMENT)).toEqual([]);
  expect(seen.get(status.INVALID_ARGUMENT)).toBeGreaterThan(ROUNDS / 4);
  for (const valid of seeds) expect(await send(valid)).toBe(status.OK);
});
