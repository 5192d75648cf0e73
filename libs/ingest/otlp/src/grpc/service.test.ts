import { gzipSync } from 'node:zlib';
import { createMemoryStorage, createWriterTurns } from '@chimera/tsdb-storage';
import {
  Client,
  compressionAlgorithms,
  credentials,
  type Server,
  ServerCredentials,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeResponse, encodeMetrics } from '../otlp.oracle.ts';
import { createOtlpServer, type OtlpServiceOptions } from './service.ts';

const EXPORT = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';
const HEALTH = '/grpc.health.v1.Health/Check';
const GZIP = { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip };
const open: { server: Server; client: Client }[] = [];

afterEach(() => {
  for (const { server, client } of open.splice(0)) {
    client.close();
    server.forceShutdown();
  }
});

async function start(options: Partial<OtlpServiceOptions> = {}, channel: Record<string, number> = {}) {
  const store = createMemoryStorage();
  const server = createOtlpServer({ appender: store, ...options });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
    ...channel,
  });
  open.push({ server, client });
  const call = (path: string, body: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const same = (bytes: Buffer): Buffer => bytes;
      client.makeUnaryRequest(path, same, same, body, (error: ServiceError | null, response?: Buffer) =>
        error === null ? resolve(response as Buffer) : reject(error),
      );
    });
  return { store, call };
}

const metrics = (value: number): Buffer =>
  encodeMetrics([{ name: 'g', gauge: { dataPoints: [{ timeUnixNano: '1760000000000000000', asDouble: value }] } }]);

async function failure(promise: Promise<unknown>): Promise<{ code: status; details: string }> {
  const error = await promise.then(
    () => expect.fail('it succeeded'),
    (thrown: ServiceError) => thrown,
  );
  return { code: error.code, details: error.details };
}

describe('Export', () => {
  it.each([
    ['plain', {}],
    ['gzip', GZIP],
  ])('%s', async (_, channel) => {
    const outcomes: number[] = [];
    const { store, call } = await start({ onOutcome: ({ dataPoints }) => outcomes.push(dataPoints) }, channel);
    expect(decodeResponse(await call(EXPORT, metrics(1)))).toBeNull();
    expect(decodeResponse(await call(EXPORT, metrics(2)))).toMatchObject({ rejected: 1 });
    expect(outcomes).toEqual([1, 1]);
    expect(await store.querier().labelValues('__name__', [], { minMs: 0, maxMs: Infinity })).toEqual(['g']);
  });

  it('answers bad bytes with INVALID_ARGUMENT and goes on', async () => {
    const { call } = await start();
    expect(await failure(call(EXPORT, Buffer.from('not protobuf')))).toEqual({
      code: status.INVALID_ARGUMENT,
      details: expect.stringMatching(/^not an OTLP metrics request: .* at byte \d+$/),
    });
    expect(decodeResponse(await call(EXPORT, metrics(1)))).toBeNull();
  });

  it('answers a message over the limit with RESOURCE_EXHAUSTED, compressed or not', async () => {
    const limits = { maxMessageBytes: 10_000 };
    for (const channel of [{}, GZIP]) {
      const { call } = await start({ limits }, channel);
      const large = Buffer.alloc(1_000_000);
      expect(gzipSync(large).length).toBeLessThan(limits.maxMessageBytes);
      expect((await failure(call(EXPORT, large))).code).toBe(status.RESOURCE_EXHAUSTED);
      expect(decodeResponse(await call(EXPORT, metrics(1)))).toBeNull();
    }
  });

  it('answers UNAVAILABLE while the store shuts down', async () => {
    const store = createMemoryStorage();
    const series = () => ({ reason: 'draining', message: 'shutting down' }) as const;
    const { call } = await start({ appender: { ...store, series } });
    expect(await failure(call(EXPORT, metrics(1)))).toEqual({ code: status.UNAVAILABLE, details: 'shutting down' });
  });

  it('answers UNAVAILABLE when it is told to', async () => {
    const { call } = await start({ unavailable: () => 'overloaded: try again' });
    expect(await failure(call(EXPORT, metrics(1)))).toEqual({
      code: status.UNAVAILABLE,
      details: 'overloaded: try again',
    });
  });

  it('answers UNAVAILABLE when it is overloaded, and stays healthy', async () => {
    const refused: string[] = [];
    const { call, store } = await start({
      overloaded: () => 'too much waits',
      onRefused: (reason) => void refused.push(reason),
    });
    expect(await failure(call(EXPORT, metrics(1)))).toEqual({ code: status.UNAVAILABLE, details: 'too much waits' });
    expect([...(await call(HEALTH, Buffer.alloc(0)))]).toEqual([8, 1]);
    expect(refused).toEqual(['overloaded']);
    expect(await store.querier().labelValues('__name__', [], { minMs: 0, maxMs: Infinity })).toEqual([]);
  });

  it('breaks a request with too many points off with RESOURCE_EXHAUSTED, and tells what came before', async () => {
    const refused: [string, number][] = [];
    const { call } = await start({
      limits: { maxPoints: 2 },
      onRefused: (reason, { accepted }) => void refused.push([reason, accepted]),
    });
    const dataPoints = [1, 2, 3].map((i) => ({
      timeUnixNano: `176000000000000000${i}000000`.slice(0, 19),
      asDouble: i,
    }));
    const many = encodeMetrics(dataPoints.map((point, i) => ({ name: `g${i}`, gauge: { dataPoints: [point] } })));
    expect(await failure(call(EXPORT, many))).toEqual({
      code: status.RESOURCE_EXHAUSTED,
      details: expect.stringMatching(/^more than 2 data points; those before were written\. Send smaller batches/),
    });
    expect(refused).toEqual([['too_many_points', 2]]);
  });

  it('takes large requests in slices', async () => {
    let ms = 0;
    let turnsOfOthers = 0;
    const nextTurn = (resume: () => void): void => {
      turnsOfOthers++;
      setImmediate(resume);
    };
    const outcomes: number[] = [];
    const { call } = await start({
      turns: createWriterTurns({ now: () => ms++, nextTurn }),
      onOutcome: ({ counts }) => outcomes.push(counts.accepted),
    });
    const points = (from: number) =>
      encodeMetrics([
        {
          name: 'g',
          gauge: {
            dataPoints: Array.from({ length: 4_000 }, (_, i) => ({
              timeUnixNano: `${1_760_000_000_000 + i}000000`,
              asDouble: from + i,
              attributes: [{ key: 'from', value: { stringValue: String(from) } }],
            })),
          },
        },
      ]);
    await Promise.all([call(EXPORT, points(1)), call(EXPORT, points(2))]);
    expect(outcomes).toEqual([4_000, 4_000]);
    expect(turnsOfOthers).toBeGreaterThan(5);
  });

  it('answers INTERNAL for our own bugs', async () => {
    const store = createMemoryStorage();
    const broken = (): never => {
      throw new Error('BUG: broken store');
    };
    const { call } = await start({ appender: { ...store, series: broken } });
    expect(await failure(call(EXPORT, metrics(1)))).toEqual({
      code: status.INTERNAL,
      details: 'internal error: BUG: broken store',
    });
  });
});

describe('Health', () => {
  const ask = (service: string): Buffer => Buffer.from([10, service.length, ...Buffer.from(service)]);

  it.each(['', 'opentelemetry.proto.collector.metrics.v1.MetricsService'])('serves %j', async (service) => {
    const { call } = await start();
    expect([...(await call(HEALTH, ask(service)))]).toEqual([8, 1]);
  });

  it('says when it does not serve', async () => {
    const { call } = await start({ unavailable: () => 'shutting down' });
    expect([...(await call(HEALTH, Buffer.alloc(0)))]).toEqual([8, 2]);
  });

  it('knows no other service', async () => {
    const { call } = await start();
    expect((await failure(call(HEALTH, ask('other')))).code).toBe(status.NOT_FOUND);
  });
});
