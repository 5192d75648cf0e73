import { ProtobufWriter } from '@chimera/bytes';
import { seededRandom } from '@chimera/testing';
import { formatLabels, STALE_NAN_HIGH, STALE_NAN_LOW } from '@chimera/tsdb-model';
import { createMemoryStorage, createWriterTurns, type MemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { compressSync } from 'snappy';
import { describe, expect, it } from 'vitest';
import { createRemoteWriteHandler, type RemoteWriteHandler, type RemoteWriteResponse } from './index.ts';
import { encodeWriteRequest, type OracleRequest, oracleLabels } from './write-request.oracle.ts';

const T = 1_760_000_000_000;
const HEADERS = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };

type Setup = {
  store: MemoryStorage;
  handle: RemoteWriteHandler;
  send: (request: OracleRequest) => Promise<RemoteWriteResponse>;
};

function setup(limits: Parameters<typeof createRemoteWriteHandler>[0]['limits'] = {}): Setup {
  const store = createMemoryStorage();
  const handle = createRemoteWriteHandler({ appender: store, limits });
  return { store, handle, send: (request) => handle({ headers: HEADERS, body: snappy(encodeWriteRequest(request)) }) };
}

function snappy(body: Uint8Array): Uint8Array {
  return compressSync(Buffer.from(body));
}

/** All samples, by printed series: time, value ('stale' for a marker, the histogram's count for a histogram). */
async function samplesOf(store: MemoryStorage): Promise<Record<string, [number, number | string][]>> {
  const range = { minMs: -Infinity, maxMs: Infinity };
  const set = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  const all: Record<string, [number, number | string][]> = {};
  set.labels.forEach((labels, index) => {
    set.read(index, range, buffer);
    all[formatLabels(labels)] = Array.from({ length: buffer.count }, (_, i) => {
      const histogram = buffer.histograms?.[i];
      const value = histogram ? `count ${histogram.count}` : buffer.values[i];
      return [buffer.timestamps[i] - T, buffer.hasStale && buffer.stale[i] === 1 ? 'stale' : value];
    });
  });
  return all;
}

describe('what protobufjs encodes', () => {
  it('arrives as it was sent', async () => {
    const { store, send } = setup();
    const random = seededRandom(5);
    const expected: Record<string, [number, number][]> = {};
    const timeseries = Array.from({ length: 50 }, (_, s) => {
      const samples = Array.from({ length: random.int(1, 600) }, (_, i) => ({
        timestamp: T + 15_000 * i,
        value: random.pick([0, 1, -1.5, 1e300, random.next() * 1e6, random.int(0, 1e9)]),
      }));
      expected[`m{pod="p-${s}é", zone="a"}`] = samples.map(({ timestamp, value }) => [timestamp - T, value]);
      return { labels: oracleLabels({ __name__: 'm', pod: `p-${s}é`, zone: 'a' }), samples };
    });
    const response = await send({ timeseries });
    const total = timeseries.reduce((sum, { samples }) => sum + samples.length, 0);
    expect(response).toMatchObject({ status: 204, body: '' });
    expect(response.headers['x-prometheus-remote-write-samples-written']).toBe(String(total));
    expect(await samplesOf(store)).toEqual(expected);
  });

  it('timestamps of any size, negative ones and 0 among them', async () => {
    const { store, send } = setup();
    const times = [-(2 ** 52), -1, 0, 1, 127, 128, 2 ** 31, 2 ** 49 - 1, 2 ** 49, 2 ** 53 - 1];
    await send({
      timeseries: [{ labels: oracleLabels({ __name__: 'm' }), samples: times.map((timestamp) => ({ timestamp })) }],
    });
    expect((await samplesOf(store))['m']).toEqual(times.map((t) => [t - T, 0]));
  });

  it('labels are sorted, empty values mean absent labels', async () => {
    const { store, send } = setup();
    const labels = oracleLabels({ z: '1', __name__: 'm', a: '', b: '2' });
    expect((await send({ timeseries: [{ labels, samples: [{ timestamp: T, value: 3 }] }] })).status).toBe(204);
    expect(await samplesOf(store)).toEqual({ 'm{b="2", z="1"}': [[0, 3]] });
  });

  it('metadata goes to the appender', async () => {
    const { store, send } = setup();
    const metadata = [{ type: 1, metricFamilyName: 'http_requests_total', help: 'Requests.', unit: '' }];
    expect((await send({ metadata })).status).toBe(204);
    expect(store.metadataByFamily.get('http_requests_total')).toEqual({ type: 'counter', help: 'Requests.', unit: '' });
  });

  it('native histograms, integer and float', async () => {
    const { store, send } = setup();
    const spans = { positiveSpans: [{ offset: -2, length: 2 }], negativeSpans: [{ offset: 1, length: 1 }] };
    const common = { sum: 12.5, schema: 2, zeroThreshold: 0.001, resetHint: 3, ...spans };
    const response = await send({
      timeseries: [
        {
          labels: oracleLabels({ __name__: 'h' }),
          histograms: [
            { ...common, countInt: 9, zeroCountInt: 1, positiveDeltas: [3, 2], negativeDeltas: [0], timestamp: T },
            { ...common, countFloat: 7.5, positiveCounts: [1.5, 2], negativeCounts: [4], timestamp: T + 1 },
            { ...common, countInt: 9, positiveDeltas: [3], negativeDeltas: [0], timestamp: T + 2 },
          ],
        },
      ],
    });
    expect(response.status).toBe(400);
    expect(response.body).toContain('1 of 3 samples refused');
    expect(response.body).toContain('histogram spans specify different number of buckets than provided');
    expect(response.headers['x-prometheus-remote-write-histograms-written']).toBe('2');
    const buffer = new SampleBuffer();
    const range = { minMs: 0, maxMs: Infinity };
    (await store.querier().select([], range)).read(0, range, buffer);
    expect(buffer.histograms).toMatchObject([
      {
        count: 9,
        sum: 12.5,
        schema: 2,
        counterResetHint: 'gauge',
        zeroThreshold: 0.001,
        zeroCount: 1,
        positiveSpans: [{ offset: -2, length: 2 }],
        negativeSpans: [{ offset: 1, length: 1 }],
        positiveBuckets: Float64Array.of(3, 5),
        negativeBuckets: Float64Array.of(0),
        customValues: null,
      },
      { count: 7.5, zeroCount: 0, positiveBuckets: Float64Array.of(1.5, 2), negativeBuckets: Float64Array.of(4) },
    ]);
  });
});

describe('unusual encodings that are still protobuf', () => {
  const label = (name: string, value: string) => (w: ProtobufWriter) => void w.string(1, name).string(2, value);

  it('stale markers keep their bits', async () => {
    const { store, handle } = setup();
    const stale = Buffer.alloc(8);
    stale.writeUInt32LE(STALE_NAN_LOW, 0);
    stale.writeUInt32LE(STALE_NAN_HIGH, 4);
    const sample = Buffer.concat([Buffer.of(0x09), stale, new ProtobufWriter().varint(2, T).finish()]);
    const histogram = Buffer.concat([Buffer.of(0x19), stale, new ProtobufWriter().varint(15, T + 9).finish()]);
    const body = new ProtobufWriter().message(1, (series) => {
      series.message(1, label('__name__', 'm')).bytes(2, sample).bytes(4, histogram);
    });
    expect((await handle({ headers: HEADERS, body: snappy(body.finish()) })).status).toBe(204);
    expect((await samplesOf(store))['m']).toEqual([
      [0, 'stale'],
      [9, 'stale'],
    ]);
  });

  it('labels after samples, fields in another order, unknown fields', async () => {
    const { store, handle } = setup();
    const body = new ProtobufWriter().varint(99, 5).message(1, (series) => {
      series.message(1, label('b', '1'));
      series.message(2, (w) => void w.varint(2, T).double(1, 1.5).string(9, 'x'));
      series.string(77, 'unknown').message(1, label('__name__', 'm'));
      series.message(2, (w) => void w.double(1, 2.5).varint(2, T + 1));
    });
    expect((await handle({ headers: HEADERS, body: snappy(body.finish()) })).status).toBe(204);
    expect(await samplesOf(store)).toEqual({
      'm{b="1"}': [
        [0, 1.5],
        [1, 2.5],
      ],
    });
  });
});

describe('partial writes keep the good series', () => {
  const good = { labels: oracleLabels({ __name__: 'good' }), samples: [{ timestamp: T, value: 1 }] };
  it.each<[string, OracleRequest['timeseries'], string]>([
    [
      'no name',
      [{ labels: oracleLabels({ a: 'b' }), samples: good.samples }],
      'there is no metric name: set the label __name__',
    ],
    ['an empty name', [{ labels: oracleLabels({ __name__: '' }), samples: good.samples }], 'there is no metric name'],
    [
      'a label twice',
      [{ labels: [...good.labels, { name: 'a', value: '1' }, { name: 'a', value: '2' }], samples: good.samples }],
      'the label "a" occurs twice',
    ],
    ['an unnamed label', [{ labels: [...good.labels, { name: '', value: 'x' }], samples: good.samples }], 'empty name'],
    ['a duplicate', [good, { ...good, samples: [{ timestamp: T, value: 2 }] }], 'duplicate sample for timestamp'],
  ])('%s', async (_, bad, message) => {
    const { store, send } = setup();
    const last = { labels: oracleLabels({ __name__: 'last' }), samples: [{ timestamp: T, value: 7 }] };
    const response = await send({ timeseries: [good, ...(bad ?? []), last] });
    expect(response.status).toBe(400);
    expect(response.body).toContain(message);
    expect(response.body).toMatch(
      /^1 of [34] samples refused \((invalid_labels|duplicate_timestamp) 1\); the others were/,
    );
    expect(await samplesOf(store)).toMatchObject({ good: [[0, 1]], last: [[0, 7]] });
  });

  it('text that is not UTF-8', async () => {
    const { store, handle } = setup();
    const body = new ProtobufWriter().message(1, (series) => {
      series.message(1, (w) => void w.string(1, '__name__').bytes(2, Uint8Array.of(0xff)));
      series.message(2, (w) => void w.double(1, 1).varint(2, T));
    });
    const response = await handle({ headers: HEADERS, body: snappy(body.finish()) });
    expect([response.status, response.body]).toEqual([
      400,
      expect.stringContaining('value of "__name__" is not UTF-8'),
    ]);
    expect(await samplesOf(store)).toEqual({});
  });

  it('a store that is shutting down asks to try again', async () => {
    const store = createMemoryStorage();
    const draining = { reason: 'draining', message: 'shutting down' } as const;
    const handle = createRemoteWriteHandler({ appender: { ...store, series: () => draining } });
    const response = await handle({ headers: HEADERS, body: snappy(encodeWriteRequest({ timeseries: [good] })) });
    expect([response.status, response.headers['retry-after']]).toEqual([503, '5']);
  });
});

it('remembers series by the bytes of their labels, and asks again when the store has dropped one', async () => {
  const store = createMemoryStorage();
  let resolved = 0;
  const dead = new Set<number>();
  const handle = createRemoteWriteHandler({
    appender: {
      ...store,
      isLive: (ref) => !dead.has(ref),
      series: (labels) => {
        resolved++;
        return store.series(labels);
      },
    },
  });
  const send = async (i: number): Promise<void> => {
    const labels = oracleLabels({ __name__: 'm', a: 'x' });
    const body = snappy(encodeWriteRequest({ timeseries: [{ labels, samples: [{ timestamp: T + i, value: i }] }] }));
    expect((await handle({ headers: HEADERS, body })).status).toBe(204);
  };
  for (const i of [0, 1, 2]) await send(i);
  expect(resolved).toBe(1);
  dead.add(0);
  await send(3);
  expect(resolved).toBe(2);
  expect((await samplesOf(store))['m{a="x"}']).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

describe('requests that are refused as a whole', () => {
  const body = snappy(encodeWriteRequest({}));
  it.each<[string, Record<string, string>, Uint8Array, number, string]>([
    ['JSON', { ...HEADERS, 'content-type': 'application/json' }, body, 415, 'send application/x-protobuf;proto='],
    [
      'another message',
      { ...HEADERS, 'content-type': 'application/x-protobuf; proto=x' },
      body,
      415,
      '"x" is not known',
    ],
    ['gzip', { ...HEADERS, 'content-encoding': 'gzip' }, body, 415, 'Content-Encoding "gzip" is not supported'],
    ['no snappy', HEADERS, Buffer.from('hello world'), 400, 'the body is not a snappy block'],
    ['an empty body', HEADERS, new Uint8Array(0), 400, 'the body is not a snappy block: it is empty'],
    ['no protobuf', HEADERS, snappy(Buffer.from('hello world')), 400, 'the body is not a prometheus.WriteRequest: '],
    ['a body over the limit', HEADERS, new Uint8Array(1_001), 413, 'the body has 1001 bytes, over the limit of 1000'],
    ['a bomb', HEADERS, snappy(Buffer.alloc(5_001)), 413, 'the body would decompress to 5001 bytes'],
    ['a declared length that lies', HEADERS, Buffer.of(0x80, 0x20, 0x00, 0x01), 400, 'it declares 4096 bytes after 4'],
  ])('%s', async (_, headers, bytes, status, message) => {
    const { handle } = setup({ maxBodyBytes: 1_000, maxDecodedBytes: 5_000 });
    const response = await handle({ headers, body: bytes });
    expect([response.status, response.body]).toEqual([status, expect.stringContaining(message)]);
    expect(response.outcome).toBeNull();
  });

  it.each([
    [{}],
    [{ 'content-type': 'application/x-protobuf;proto=prometheus.WriteRequest', 'content-encoding': 'snappy' }],
    [{ 'content-type': 'Application/X-Protobuf; charset=utf-8; proto="prometheus.WriteRequest"' }],
  ])('but %j is fine', async (headers) => {
    expect((await setup().handle({ headers, body })).status).toBe(204);
  });
});

it('bytes of any kind are answered with 204, 400 or 413, and the handler goes on', async () => {
  const random = seededRandom(99);
  const { handle, send } = setup({ maxDecodedBytes: 100_000 });
  const valid = encodeWriteRequest({
    timeseries: Array.from({ length: 4 }, (_, s) => ({
      labels: oracleLabels({ __name__: 'm', series: String(s) }),
      samples: Array.from({ length: 5 }, (_, i) => ({ timestamp: T + i, value: i })),
      exemplars: [{ labels: oracleLabels({ trace: 'x' }), value: 1, timestamp: T }],
      histograms: [
        { countInt: 3, schema: 1, positiveSpans: [{ offset: 0, length: 1 }], positiveDeltas: [3], timestamp: T },
      ],
    })),
    metadata: [{ type: 2, metricFamilyName: 'm', help: 'h', unit: 'u' }],
  });
  const seen = new Set<number>();
  for (let round = 0; round < 6_000; round++) {
    const bytes = random.next() < 0.2 ? new Uint8Array(random.int(0, 80)).map(() => random.int(0, 255)) : valid.slice();
    for (let k = random.int(1, 4); k > 0 && bytes.length > 0; k--)
      bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
    const cut = random.next() < 0.2 ? bytes.subarray(0, random.int(0, bytes.length)) : bytes;
    const packed = snappy(cut).slice();
    if (random.next() < 0.3 && packed.length > 0) packed[random.int(0, packed.length - 1)] = random.int(0, 255);
    const { status, body } = await handle({ headers: HEADERS, body: packed });
    if (![204, 400, 413].includes(status)) expect([status, body]).toEqual([204, '']);
    seen.add(status);
  }
  expect(seen).toEqual(new Set([204, 400, 413]));
  expect(
    (await send({ timeseries: [{ labels: oracleLabels({ __name__: 'after' }), samples: [{ timestamp: T }] }] })).status,
  ).toBe(204);
});

it('a request with too many samples is broken off with 413; what came before is written and told', async () => {
  const { store, send } = setup({ maxSamples: 5 });
  const series = (name: string) => ({
    labels: oracleLabels({ __name__: name }),
    samples: Array.from({ length: 3 }, (_, i) => ({ timestamp: T + i, value: i })),
  });
  const response = await send({ timeseries: [series('a'), series('b'), series('c')] });
  expect(response).toMatchObject({ status: 413, refused: 'too_many_samples', counts: { accepted: 3 } });
  expect(response.body).toContain('more than 5 samples; those before were written. Send smaller batches');
  expect(Object.keys(await samplesOf(store))).toEqual(['a']);
  expect((await send({ timeseries: [series('c')] })).status).toBe(204);
});

it('an overloaded server asks to try again, and appends nothing', async () => {
  const store = createMemoryStorage();
  const handle = createRemoteWriteHandler({ appender: store, overloaded: () => 'too much waits' });
  const timeseries = [{ labels: oracleLabels({ __name__: 'm' }), samples: [{ timestamp: T, value: 1 }] }];
  const response = await handle({ headers: HEADERS, body: snappy(encodeWriteRequest({ timeseries })) });
  expect(response).toMatchObject({ status: 503, refused: 'overloaded', body: 'remote write: too much waits\n' });
  expect(response.headers['retry-after']).toBe('5');
  expect(await samplesOf(store)).toEqual({});
});

it('large requests are appended in slices, one after the other', async () => {
  const store = createMemoryStorage();
  let ms = 0;
  let turnsOfOthers = 0;
  const turns = createWriterTurns({
    now: () => ms++,
    nextTurn: (resume) => {
      turnsOfOthers++;
      setImmediate(resume);
    },
  });
  const handle = createRemoteWriteHandler({ appender: store, turns });
  const request = (name: string) => {
    const timeseries = Array.from({ length: 2_000 }, (_, s) => ({
      labels: oracleLabels({ __name__: name, s: String(s) }),
      samples: Array.from({ length: 4 }, (_unused, i) => ({ timestamp: T + i, value: s + i })),
    }));
    return { headers: HEADERS, body: snappy(encodeWriteRequest({ timeseries })) };
  };
  const requests = Array.from({ length: 3 }, (_, i) => request(`m${i}`));
  const responses = await Promise.all(requests.map(handle));
  expect(responses.map(({ status, counts }) => [status, counts.accepted])).toEqual(Array(3).fill([204, 8_000]));
  expect(turnsOfOthers).toBeGreaterThan(5);
  const samples = await samplesOf(store);
  expect(Object.keys(samples)).toHaveLength(6_000);
  expect(samples['m1{s="1999"}']).toEqual([0, 1, 2, 3].map((i) => [i, 1_999 + i]));
});
