import { seededRandom } from '@chimera/testing';
import { formatLabels } from '@chimera/tsdb-model';
import { createMemoryStorage, type Exemplar, SampleBuffer } from '@chimera/tsdb-storage';
import { compressSync } from 'snappy';
import { describe, expect, it } from 'vitest';
import { createRemoteWriteHandler } from './index.ts';
import {
  encodeRawV2,
  encodeRequestV2,
  encodeWriteRequest,
  type OracleSeriesV2,
  oracleLabels,
} from './write-request.oracle.ts';

const T = 1_760_000_000_000;
const HEADERS = {
  'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request',
  'content-encoding': 'snappy',
};

function setup() {
  const store = createMemoryStorage();
  const exemplars: Record<string, Exemplar[]> = {};
  const names: string[] = [];
  let resolved = 0;
  const handle = createRemoteWriteHandler({
    appender: {
      ...store,
      series: (labels) => {
        resolved++;
        const ref = store.series(labels);
        names[ref as number] = formatLabels(labels);
        return ref;
      },
      appendExemplar: (ref, exemplar) => {
        if (exemplar.value < 0) return { reason: 'out_of_order', message: 'old' };
        (exemplars[names[ref] as string] ??= []).push(exemplar);
        return null;
      },
    },
  });
  const sendBytes = (bytes: Uint8Array, headers: Record<string, string> = HEADERS) =>
    handle({ headers, body: compressSync(Buffer.from(bytes)) });
  const written = ({ headers }: { headers: Readonly<Record<string, string>> }) =>
    ['samples', 'histograms', 'exemplars'].map((kind) => headers[`x-prometheus-remote-write-${kind}-written`]);
  return {
    ...{ store, exemplars, sendBytes, written },
    resolved: () => resolved,
    send: (...series: OracleSeriesV2[]) => sendBytes(encodeRequestV2(series)),
  };
}

async function samplesOf(store: ReturnType<typeof createMemoryStorage>) {
  const range = { minMs: -Infinity, maxMs: Infinity };
  const set = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  return Object.fromEntries(
    set.labels.map((labels, index) => {
      set.read(index, range, buffer);
      const values = Array.from({ length: buffer.count }, (_, i) => {
        const histogram = buffer.histograms?.[i];
        return [
          buffer.timestamps[i] - T,
          histogram ? `count ${histogram.count} schema ${histogram.schema}` : buffer.values[i],
        ];
      });
      return [formatLabels(labels), values];
    }),
  );
}

it('what protobufjs encodes arrives as it was sent', async () => {
  const { store, send, written, resolved } = setup();
  const random = seededRandom(6);
  const expected: Record<string, [number, number][]> = {};
  const request = (from: number) =>
    Array.from({ length: 40 }, (_, s) => {
      const samples = Array.from({ length: random.int(1, 300) }, (_, i) => ({
        timestamp: T + from + 15_000 * i,
        value: random.pick([0, 1, -1.5, 1e300, random.next()]),
        ...(random.next() < 0.3 ? { startTimestamp: T - 1_000 } : {}),
      }));
      (expected[`m{pod="p-${s}é", zone="z"}`] ??= []).push(
        ...samples.map(({ timestamp, value }): [number, number] => [timestamp - T, value]),
      );
      return { labels: { __name__: 'm', pod: `p-${s}é`, zone: 'z' }, samples };
    });
  const first = request(0);
  const response = await send(...first);
  const total = first.reduce((sum, { samples }) => sum + samples.length, 0);
  expect([response.status, response.body, written(response)]).toEqual([204, '', [String(total), '0', '0']]);
  // The second request has other symbols for the same series.
  expect((await send({ labels: { __name__: 'other' }, samples: [{}] }, ...request(10_000_000))).status).toBe(204);
  expect(resolved()).toBe(41);
  expect(await samplesOf(store)).toMatchObject(expected);
});

it('histograms, exemplars and metadata', async () => {
  const { store, send, written, exemplars } = setup();
  const spans = { positiveSpans: [{ offset: 0, length: 2 }] };
  const response = await send({
    labels: { __name__: 'h', job: 'a' },
    histograms: [
      { ...spans, countInt: 3, sum: 1, schema: 3, positiveDeltas: [1, 1], timestamp: T, startTimestamp: T - 5 },
      { ...spans, countFloat: 2.5, sum: 1, schema: 10, positiveCounts: [1, 1.5], timestamp: T + 1 },
      {
        countInt: 2,
        sum: 1,
        schema: -53,
        customValues: [1, 2],
        positiveSpans: [{ length: 3 }],
        positiveDeltas: [1, 0, -1],
        timestamp: T + 2,
      },
    ],
    exemplars: [
      { labels: { trace_id: 'abc', span_id: 'def' }, value: 1.5, timestamp: T },
      { labels: {}, value: -1, timestamp: T },
    ],
    metadata: { type: 3, help: 'Durations.', unit: 'seconds' },
  });
  expect([response.status, response.body, written(response)]).toEqual([204, '', ['0', '3', '1']]);
  expect(await samplesOf(store)).toEqual({
    'h{job="a"}': [
      [0, 'count 3 schema 3'],
      [1, 'count 2.5 schema 8'],
      [2, 'count 2 schema -53'],
    ],
  });
  expect(exemplars).toEqual({
    'h{job="a"}': [{ labels: ['span_id', 'def', 'trace_id', 'abc'], value: 1.5, timestampMs: T }],
  });
  expect(store.metadataByFamily.get('h')).toEqual({ type: 'histogram', help: 'Durations.', unit: 'seconds' });
});

it('start timestamps of floats are kept', async () => {
  const { store, send } = setup();
  await send({
    labels: { __name__: 'm' },
    samples: [
      { timestamp: T, value: 1, startTimestamp: T - 9_000 },
      { timestamp: T + 1, value: 2 },
    ],
  });
  const range = { minMs: 0, maxMs: Infinity };
  const buffer = new SampleBuffer();
  (await store.querier().select([], range)).read(0, range, buffer);
  expect([...(buffer.startTimestamps ?? [])]).toEqual([T - 9_000, 0]);
});

it('exemplars of 1.0 are kept and counted too', async () => {
  const { sendBytes, exemplars, written } = setup();
  const exemplar = (labels: Record<string, string>) => ({ labels: oracleLabels(labels), value: 2, timestamp: T + 1 });
  const series = {
    labels: oracleLabels({ __name__: 'm' }),
    samples: [{ timestamp: T, value: 1 }],
    exemplars: [exemplar({ trace_id: 'x' }), { ...exemplar({}), value: -1 }, exemplar({ '': 'unnamed' })],
  };
  const response = await sendBytes(encodeWriteRequest({ timeseries: [series] }), { 'content-encoding': 'snappy' });
  expect([response.status, written(response)]).toEqual([204, ['1', '0', '1']]);
  expect(exemplars).toEqual({ m: [{ labels: ['trace_id', 'x'], value: 2, timestampMs: T + 1 }] });
});

describe('partial writes keep the good series', () => {
  const good = (name: string) => ({ labels: { __name__: name }, samples: [{ timestamp: T, value: 1 }] });
  it.each<[string, OracleSeriesV2, string]>([
    ['no name', { ...good(''), labels: { a: 'b' } }, 'there is no metric name: set the label __name__'],
    ['no samples', { labels: { __name__: 'm' } }, 'series m: it has no sample, no histogram and no exemplar'],
    ['a duplicate', { ...good('first'), samples: [{ timestamp: T, value: 2 }] }, 'duplicate sample for timestamp'],
    [
      'a bad histogram',
      { labels: { __name__: 'h' }, histograms: [{ countInt: 1, positiveSpans: [{ length: 2 }], timestamp: T }] },
      'histogram spans specify different number of buckets',
    ],
  ])('%s', async (_, bad, message) => {
    const { store, send, written } = setup();
    const response = await send(good('first'), bad, good('last'));
    expect([response.status, response.body, written(response)]).toEqual([
      ...[400, expect.stringContaining(message), ['2', '0', '0']],
    ]);
    expect(response.body).toMatch(/^1 of 3 samples refused/);
    expect(await samplesOf(store)).toMatchObject({ first: [[0, 1]], last: [[0, 1]] });
  });

  it.each([
    [[1, 2, 1], '3 label references, names and values must come in pairs'],
    [[1, 9], 'symbol 9 is not among the 3 that were sent'],
    [[1, 2, 1, 2], 'the label "__name__" occurs twice'],
    [[], 'there is no metric name'],
  ])('references %j', async (labelsRefs, message) => {
    const { sendBytes, written } = setup();
    const samples = [{ timestamp: T, value: 1 }];
    const symbols = ['', '__name__', 'm'];
    const response = await sendBytes(
      encodeRawV2({
        symbols,
        timeseries: [
          { labelsRefs, samples },
          { labelsRefs: [1, 2], samples },
        ],
      }),
    );
    expect([response.status, response.body, written(response)]).toEqual([
      ...[400, expect.stringContaining(message), ['1', '0', '0']],
    ]);
  });
});

it.each<[string, Uint8Array, Record<string, string>, number, string]>([
  [
    'symbols that start with a text',
    encodeRawV2({ symbols: ['a'] }),
    HEADERS,
    400,
    'the first symbol is not the empty text',
  ],
  ['no message', Buffer.from('hello world'), HEADERS, 400, 'the body is not a io.prometheus.write.v2.Request: '],
  [
    'an unknown message',
    new Uint8Array(0),
    { 'content-type': 'application/x-protobuf;proto=x.Y' },
    415,
    '"x.Y" is not known',
  ],
  [
    'zstd',
    new Uint8Array(0),
    { ...HEADERS, 'content-encoding': 'zstd' },
    415,
    'Content-Encoding "zstd" is not supported',
  ],
])('%s is refused', async (_, bytes, headers, status, message) => {
  const response = await setup().sendBytes(bytes, headers);
  expect([response.status, response.body, response.outcome]).toEqual([status, expect.stringContaining(message), null]);
});

it('an empty request is fine', async () => {
  const { sendBytes, written } = setup();
  const response = await sendBytes(encodeRawV2({ symbols: [''] }));
  expect([response.status, written(response)]).toEqual([204, ['0', '0', '0']]);
});

it('bytes of any kind are answered with 204 or 400, and the handler goes on', async () => {
  const random = seededRandom(77);
  const { sendBytes, send } = setup();
  const valid = encodeRequestV2(
    Array.from({ length: 4 }, (_, s) => ({
      labels: { __name__: 'm', series: String(s) },
      samples: Array.from({ length: 5 }, (_, i) => ({ timestamp: T + i, value: i, startTimestamp: T })),
      histograms: [
        { countInt: 3, schema: 1, positiveSpans: [{ offset: 0, length: 1 }], positiveDeltas: [3], timestamp: T + 9 },
      ],
      exemplars: [{ labels: { trace: 'x' }, value: 1, timestamp: T }],
      metadata: { type: 1, help: 'h', unit: 'u' },
    })),
  );
  const seen = new Set<number>();
  for (let round = 0; round < 5_000; round++) {
    const bytes = random.next() < 0.1 ? new Uint8Array(random.int(0, 80)).map(() => random.int(0, 255)) : valid.slice();
    for (let k = random.int(1, 4); k > 0 && bytes.length > 0; k--)
      bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
    const { status } = await sendBytes(random.next() < 0.2 ? bytes.subarray(0, random.int(0, bytes.length)) : bytes);
    if (status !== 204 && status !== 400) throw new Error(`answered ${status}`);
    seen.add(status);
  }
  expect(seen).toEqual(new Set([204, 400]));
  expect((await send({ labels: { __name__: 'after' }, samples: [{ timestamp: T }] })).status).toBe(204);
});
