import { seededRandom } from '@chimera/testing';
import {
  emptyHistogram,
  type Labels,
  labelsFrom,
  STALE_NAN_HIGH,
  STALE_NAN_LOW,
  writeStaleAt,
} from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage, type Queryable } from '@chimera/tsdb-storage';
import { compressSync, uncompressSync } from 'snappy';
import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';
import { createRemoteReadHandler, type RemoteReadLimits } from './index.ts';
import { decodeMessage, decodeXor, encodeReadRequest } from './read.oracle.ts';

const T = 1_760_000_000_000;
const STALE = (BigInt(STALE_NAN_HIGH) << 32n) | BigInt(STALE_NAN_LOW);
const EQ = { type: 0, name: '__name__', value: 'm' };
const ALL = { startTimestampMs: T, endTimestampMs: T + 1e9, matchers: [EQ], hints: { stepMs: 5, func: 'rate' } };
const HISTOGRAM = {
  ...emptyHistogram(2),
  counterResetHint: 'gauge' as const,
  ...{ count: 5, sum: 9.5, zeroCount: 1, zeroThreshold: 0.5 },
  positiveSpans: [{ offset: -3, length: 2 }],
  positiveBuckets: Float64Array.of(1, 3),
};

/** Series a and b of 500 and 3 samples; b's last sample is stale; c has a histogram among floats; d has another name. */
function setup(limits: Partial<RemoteReadLimits> = {}) {
  const store = createMemoryStorage();
  const counts = new AppendCounts();
  const ref = (labels: Record<string, string>) => store.series(labelsFrom(labels)) as number;
  const b = ref({ __name__: 'm', pod: 'b' });
  const a = ref({ __name__: 'm', pod: 'a' });
  store.appendRegular(
    a,
    T,
    1_000,
    Float64Array.from({ length: 500 }, (_, i) => i / 4),
    0,
    500,
    counts,
  );
  const values = Float64Array.of(1, 2, 0);
  writeStaleAt(new Uint32Array(values.buffer), 2);
  store.appendRegular(b, T, 1_000, values, 0, 3, counts);
  const c = ref({ __name__: 'm', pod: 'c' });
  store.appendRegular(c, T, 1_000, Float64Array.of(7, 8), 0, 2, counts);
  store.appendHistogram(c, T + 500, HISTOGRAM, counts);
  store.appendRegular(ref({ __name__: 'd' }), T, 1_000, Float64Array.of(1), 0, 1, counts);
  const open = { now: 0 };
  const queryable: Queryable = {
    querier: () => {
      open.now++;
      const querier = store.querier();
      return { ...querier, close: () => void open.now-- };
    },
  };
  const handle = createRemoteReadHandler({ queryable, limits });
  const read = (request: object) =>
    handle({ method: 'POST', body: compressSync(Buffer.from(encodeReadRequest(request))) });
  return { handle, read, open };
}

async function textOf(response: Awaited<ReturnType<ReturnType<typeof setup>['handle']>>): Promise<[number, string]> {
  return [response.status, Buffer.from(response.body as Uint8Array).toString()];
}

type Label = { name: string; value: string };
const shown = (labels: Label[]): string => labels.map(({ name, value }) => `${name}=${value}`).join(',');

/** Checks length and checksum of each frame. */
async function framesOf(body: unknown): Promise<Record<string, unknown>[]> {
  const frames: Record<string, unknown>[] = [];
  for await (const bytes of body as AsyncIterable<Uint8Array>) {
    let [at, length, shift] = [0, 0, 0];
    for (; bytes[at] >= 0x80; at++, shift += 7) length |= (bytes[at] & 0x7f) << shift;
    length |= bytes[at++] << shift;
    const checksum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
    const data = bytes.subarray(at + 4);
    expect([length, checksum]).toEqual([data.length, crc32c(data)]);
    frames.push(decodeMessage('ChunkedReadResponse', data));
  }
  return frames;
}

describe('SAMPLES', () => {
  it('all samples of the range, stale markers and histograms too', async () => {
    const { read, open } = setup();
    const response = await read({
      queries: [
        ALL,
        { ...ALL, endTimestampMs: T + 1_000, matchers: [EQ, { type: 2, name: 'pod', value: 'a|x' }] },
        { ...ALL, matchers: [{ ...EQ, value: 'none' }] },
      ],
    });
    expect([response.status, response.headers]).toEqual([
      ...[200, { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' }],
    ]);
    const raw = uncompressSync(response.body as Buffer, { asBuffer: true }) as Buffer;
    const { results } = decodeMessage('ReadResponse', raw) as {
      results: {
        timeseries: { labels: Label[]; samples: { value: number; timestamp: number }[]; histograms: object[] }[];
      }[];
    };
    expect(
      results.map(({ timeseries }) =>
        timeseries.map(({ labels, samples, histograms }) => [shown(labels), samples.length, histograms.length]),
      ),
    ).toEqual([
      [
        ['__name__=m,pod=b', 3, 0],
        ['__name__=m,pod=a', 500, 0],
        ['__name__=m,pod=c', 2, 1],
      ],
      [['__name__=m,pod=a', 2, 0]],
      [],
    ]);
    const [b, a, c] = (results[0] as (typeof results)[0]).timeseries;
    expect(a?.samples).toEqual(Array.from({ length: 500 }, (_, i) => ({ timestamp: T + 1_000 * i, value: i / 4 })));
    expect(b?.samples.map(({ value }) => value)).toEqual([1, 2, NaN]);
    const stale = Buffer.alloc(9);
    stale[0] = 0x09;
    stale.writeBigUInt64LE(STALE, 1);
    expect(raw.includes(stale)).toBe(true);
    expect(c?.histograms).toEqual([
      {
        ...{
          countFloat: 5,
          sum: 9.5,
          schema: 2,
          zeroThreshold: 0.5,
          zeroCountFloat: 1,
          resetHint: 3,
          timestamp: T + 500,
        },
        ...{ positiveSpans: [{ offset: -3, length: 2 }], positiveCounts: [1, 3] },
        ...{ negativeSpans: [], negativeCounts: [], customValues: [] },
      },
    ]);
    expect(open.now).toBe(0);
  });

  it.each<[Partial<RemoteReadLimits>, string]>([
    [{ maxSamples: 500 }, 'the answer has more than 500 samples: ask for less, accept STREAMED_XOR_CHUNKS'],
    [{ maxResultBytes: 4_000 }, 'the answer has more than 4000 bytes'],
    [{ maxQueries: 0 }, '1 queries, over the limit of 0'],
  ])('has limits: %j', async (limits, message) => {
    const { read, open } = setup(limits);
    expect(await textOf(await read({ queries: [ALL] }))).toEqual([400, expect.stringContaining(message)]);
    expect(open.now).toBe(0);
  });
});

describe('STREAMED_XOR_CHUNKS', () => {
  it('series in order, chunks of at most 120 samples', async () => {
    const { read, open } = setup();
    const response = await read({
      queries: [{ ...ALL, matchers: [{ ...EQ, value: 'd' }] }, ALL],
      acceptedResponseTypes: [1, 0],
    });
    expect([response.status, response.headers]).toEqual([
      ...[200, { 'content-type': 'application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse' }],
    ]);
    const frames = (await framesOf(response.body)) as {
      queryIndex: number;
      chunkedSeries: [
        { labels: Label[]; chunks: { minTimeMs: number; maxTimeMs: number; type: number; data: Uint8Array }[] },
      ];
    }[];
    expect(
      frames.map(({ queryIndex, chunkedSeries: [series] }) => [
        queryIndex,
        shown(series.labels),
        series.chunks.map(({ type }) => type),
      ]),
    ).toEqual([
      [0, '__name__=d', [1]],
      [1, '__name__=m,pod=a', [1, 1, 1, 1, 1]],
      [1, '__name__=m,pod=b', [1]],
      [1, '__name__=m,pod=c', [1, 3, 1]],
    ]);
    const chunksOf = (frame: number) => (frames[frame] as (typeof frames)[0]).chunkedSeries[0].chunks;
    const double = (value: number): bigint => new BigUint64Array(Float64Array.of(value).buffer)[0] as bigint;
    expect(chunksOf(1).flatMap(({ data }) => decodeXor(data))).toEqual(
      Array.from({ length: 500 }, (_, i) => [T + 1_000 * i, double(i / 4)]),
    );
    expect(chunksOf(1).map(({ minTimeMs, maxTimeMs }) => [minTimeMs - T, maxTimeMs - T])).toEqual([
      [0, 119_000],
      [120_000, 239_000],
      [240_000, 359_000],
      [360_000, 479_000],
      [480_000, 499_000],
    ]);
    expect(decodeXor((chunksOf(2)[0] as { data: Uint8Array }).data)[2]).toEqual([T + 2_000, STALE]);
    expect(open.now).toBe(0);
  });

  it('frames end when they are large enough', async () => {
    const { read } = setup({ maxFrameBytes: 100 });
    const { body } = await read({ queries: [ALL], acceptedResponseTypes: [1] });
    expect((await framesOf(body)).length).toBe(8);
  });

  it('a reader that leaves early gives the querier back', async () => {
    const { read, open } = setup();
    const { body } = await read({ queries: [ALL], acceptedResponseTypes: [1] });
    expect(open.now).toBe(1);
    for await (const _ of body as AsyncIterable<Uint8Array>) break;
    expect(open.now).toBe(0);
  });

  it('so many at once and no more', async () => {
    const { read, open } = setup({ maxConcurrent: 1 });
    const request = { queries: [ALL], acceptedResponseTypes: [1] };
    const first = await read(request);
    const second = await read(request);
    expect(await textOf(second)).toEqual([
      503,
      'remote read: 1 read requests are running, 1 may at once: try again later, or raise --read-max-concurrency\n',
    ]);
    expect(second.headers['retry-after']).toBe('1');
    await (first.body as AsyncIterableIterator<Uint8Array>).return?.();
    expect((await read(request)).status).toBe(200);
    expect(open.now).toBe(1);
  });
});

describe('requests that are refused', () => {
  const bytes = (request: object) => compressSync(Buffer.from(encodeReadRequest(request)));
  it.each<[string, string, Uint8Array, number, string]>([
    ['GET', 'GET', new Uint8Array(0), 405, 'send POST, not GET'],
    ['no body', 'POST', new Uint8Array(0), 400, 'the body is not a snappy block: its length is cut off'],
    ['no snappy', 'POST', Buffer.from('hello world'), 400, 'the body is not a snappy block: '],
    ['no protobuf', 'POST', compressSync(Buffer.from('hello')), 400, 'not a ReadRequest: '],
    [
      'a bad pattern',
      'POST',
      bytes({ queries: [{ matchers: [{ type: 2, name: 'a', value: '(' }] }] }),
      400,
      'error parsing regexp',
    ],
    [
      'an unknown matcher',
      'POST',
      bytes({ queries: [{ matchers: [{ type: 4, name: 'a' }] }] }),
      400,
      'matcher of type 4',
    ],
    [
      'an unknown answer',
      'POST',
      bytes({ queries: [], acceptedResponseTypes: [7] }),
      400,
      'none of the accepted response types',
    ],
    ['a large body', 'POST', Buffer.alloc(2_001), 413, 'the body has 2001 bytes, over the limit of 2000'],
    ['a bomb', 'POST', compressSync(Buffer.alloc(9_001)), 413, 'the body would decompress to 9001 bytes'],
  ])('%s', async (_, method, body, status, message) => {
    const { handle, open } = setup({ maxBodyBytes: 2_000, maxDecodedBytes: 9_000 });
    expect(await textOf(await handle({ method, body }))).toEqual([status, expect.stringContaining(message)]);
    expect(open.now).toBe(0);
  });

  it('bytes of any kind are answered', async () => {
    const random = seededRandom(3);
    const { handle, open } = setup();
    const valid = encodeReadRequest({ queries: [ALL, ALL], acceptedResponseTypes: [1, 0] });
    for (let round = 0; round < 1_500; round++) {
      const mutated = Uint8Array.from(valid);
      for (let k = random.int(1, 3); k > 0; k--) mutated[random.int(0, mutated.length - 1)] = random.int(0, 255);
      const packed = Uint8Array.from(compressSync(Buffer.from(mutated)));
      if (random.next() < 0.3) packed[random.int(0, packed.length - 1)] = random.int(0, 255);
      const { status, body } = await handle({ method: 'POST', body: packed });
      if (![200, 400, 413].includes(status)) throw new Error(`answered ${status}`);
      if (!(body instanceof Uint8Array)) for await (const frame of body) expect(frame.length).toBeGreaterThan(0);
    }
    expect(open.now).toBe(0);
  });
});

it('reads what the index names: labels are written sorted', async () => {
  const store = createMemoryStorage();
  const labels: Labels = labelsFrom({ z: 'é', __name__: 'm', a: '1' });
  store.append(store.series(labels) as number, Float64Array.of(T), Float64Array.of(1), 0, 1, new AppendCounts());
  const handle = createRemoteReadHandler({ queryable: store });
  const { body } = await handle({
    method: 'POST',
    body: compressSync(Buffer.from(encodeReadRequest({ queries: [ALL], acceptedResponseTypes: [1] }))),
  });
  const [frame] = (await framesOf(body)) as { chunkedSeries: [{ labels: Label[] }] }[];
  expect(shown(frame?.chunkedSeries[0].labels ?? [])).toBe('__name__=m,a=1,z=é');
});
