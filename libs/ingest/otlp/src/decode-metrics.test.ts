import { DecodeError, ProtobufWriter } from '@chimera/bytes';
import { seededRandom } from '@chimera/testing';
import { formatLabels, type Labels } from '@chimera/tsdb-model';
import { createMemoryStorage, type MemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { describe, expect, it } from 'vitest';
import { OtlpMetricsDecoder } from './decode-metrics.ts';
import { encodeExportResponse } from './export-response.ts';
import { decodeResponse, encodeMetrics, encodeRequest, oracleAttributes } from './otlp.oracle.ts';

const T = 1_760_000_000_000;
const nanos = (offsetMs: number, extra = 0): string => String(BigInt(T + offsetMs) * 1_000_000n + BigInt(extra));
const point = (attributes: Parameters<typeof oracleAttributes>[0], offsetMs: number, value: object): object => ({
  attributes: oracleAttributes(attributes),
  timeUnixNano: nanos(offsetMs),
  ...value,
});
const gauge = (name: string, ...dataPoints: object[]): object => ({ name, gauge: { dataPoints } });

async function samplesOf(store: MemoryStorage): Promise<Record<string, [number, number | string][]>> {
  const range = { minMs: -Infinity, maxMs: Infinity };
  const set = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  const all: Record<string, [number, number | string][]> = {};
  set.labels.forEach((labels, index) => {
    set.read(index, range, buffer);
    all[formatLabels(labels)] = Array.from({ length: buffer.count }, (_, i) => [
      buffer.timestamps[i] - T,
      buffer.hasStale && buffer.stale[i] === 1 ? 'stale' : buffer.values[i],
    ]);
  });
  return all;
}

function setup() {
  const store = createMemoryStorage();
  return { store, decoder: new OtlpMetricsDecoder(store) };
}

describe('gauges and sums', () => {
  it('values of both types, at the right millisecond', async () => {
    const { store, decoder } = setup();
    const outcome = decoder.decode(
      encodeMetrics([
        gauge('temperature', point({ room: 'a' }, 0, { asDouble: 21.5 }), point({ room: 'b' }, 0, { asInt: '-7' })),
        gauge('zero', { timeUnixNano: nanos(5, 999_999), asDouble: 0 }),
        {
          name: 'big',
          unit: '1',
          sum: { dataPoints: [point({}, 1, { asInt: '9007199254740991' })], aggregationTemporality: 2 },
        },
      ]),
    );
    expect(outcome).toMatchObject({ dataPoints: 4, rejectedPoints: 0, message: '', counts: { accepted: 4 } });
    expect(await samplesOf(store)).toEqual({
      'temperature{room="a"}': [[0, 21.5]],
      'temperature{room="b"}': [[0, -7]],
      zero: [[5, 0]],
      big: [[1, 9007199254740991]],
    });
  });

  it('metadata and names follow the kind', () => {
    const { store, decoder } = setup();
    const sum = (isMonotonic: boolean) => ({
      dataPoints: [point({}, 0, { asInt: 1 })],
      aggregationTemporality: 2,
      isMonotonic,
    });
    decoder.decode(
      encodeMetrics([
        { name: 'io', unit: 'By', description: 'Bytes moved.', sum: sum(true) },
        { name: 'queue', unit: '{item}', description: 'Waiting.', sum: sum(false) },
        { name: 'load', unit: '1', description: 'Share.', gauge: { dataPoints: [point({}, 0, { asInt: 1 })] } },
      ]),
    );
    expect(Object.fromEntries(store.metadataByFamily)).toEqual({
      io_bytes_total: { type: 'counter', help: 'Bytes moved.', unit: 'bytes' },
      queue: { type: 'gauge', help: 'Waiting.', unit: '' },
      load_ratio: { type: 'gauge', help: 'Share.', unit: '' },
    });
  });

  it('delta sums become cumulative', async () => {
    const { store, decoder } = setup();
    const send = (offset: number, value: number) =>
      decoder.decode(
        encodeMetrics([
          {
            name: 'n',
            sum: {
              dataPoints: [point({ a: '1' }, offset, { asInt: value })],
              aggregationTemporality: 1,
              isMonotonic: true,
            },
          },
        ]),
      );
    send(0, 3);
    send(10, 4);
    expect(send(10, 4)).toMatchObject({
      rejectedPoints: 1,
      message: expect.stringContaining('not later than the one before'),
    });
    send(20, 0);
    expect(await samplesOf(store)).toEqual({
      'n_total{a="1"}': [
        [0, 3],
        [10, 7],
        [20, 7],
      ],
    });
  });

  it('the flag for no recorded value is a stale marker', async () => {
    const { store, decoder } = setup();
    decoder.decode(encodeMetrics([gauge('g', point({}, 0, { asInt: 1 }), point({}, 1, { flags: 1 }))]));
    expect(await samplesOf(store)).toEqual({
      g: [
        [0, 1],
        [1, 'stale'],
      ],
    });
  });
});

describe('attributes', () => {
  it('of every type become text', async () => {
    const { store, decoder } = setup();
    const attributes = {
      'a.text': 'é€𝄞',
      b: true,
      c: 1.5,
      d: { intValue: '-42' },
      e: { intValue: '9223372036854775807' },
      f: { bytesValue: Buffer.from([1, 2, 255]) },
      g: { arrayValue: { values: [{ stringValue: 'x' }, { intValue: 2 }, { boolValue: false }] } },
      h: {
        kvlistValue: {
          values: [
            { key: 'z', value: { doubleValue: 0.5 } },
            { key: 'y', value: { stringValue: '' } },
          ],
        },
      },
      empty: '',
      none: {},
    };
    decoder.decode(encodeMetrics([gauge('g', point(attributes, 0, { asInt: 1 }))]));
    const expected: Labels = [
      ...['__name__', 'g', 'a_text', 'é€𝄞', 'b', 'true', 'c', '1.5', 'd', '-42', 'e', '9223372036854775807'],
      ...['f', 'AQL/', 'g', '["x",2,false]', 'h', '{"y":"","z":0.5}'],
    ];
    expect(Object.keys(await samplesOf(store))).toEqual([formatLabels(expected)]);
  });

  it('whose names collide are joined, in order of their keys', async () => {
    const { store, decoder } = setup();
    decoder.decode(encodeMetrics([gauge('g', point({ a_b: '2', 'a.b': '1', 'a-b': '0' }, 0, { asInt: 1 }))]));
    expect(Object.keys(await samplesOf(store))).toEqual(['g{a_b="0;1;2"}']);
  });

  it('before, among and after the other fields', async () => {
    const { store, decoder } = setup();
    const attribute = (key: string) => (w: ProtobufWriter) =>
      void w.string(1, key).message(2, (value) => void value.string(1, 'v'));
    const body = new ProtobufWriter().message(1, (resource) => {
      resource.message(2, (scope) => {
        scope.message(2, (metric) => {
          metric.message(5, (data) => {
            data.message(1, (p) => {
              p.message(7, attribute('x'))
                .double(4, 2)
                .message(7, attribute('y'))
                .fixed64(3, T * 1e6);
            });
          });
          metric.string(1, 'late.name');
        });
      });
    });
    for (let k = 0; k < 2; k++) expect(decoder.decode(body.finish()).rejectedPoints).toBe(0);
    expect(await samplesOf(store)).toEqual({ 'late_name{x="v", y="v"}': [[expect.closeTo(0, 0), 2]] });
  });
});

describe('resources', () => {
  const metric = gauge('g', point({ job: 'own' }, 0, { asInt: 1 }));
  it('give job, instance and target_info', async () => {
    const { store, decoder } = setup();
    const resource = {
      'service.name': 'cart',
      'service.namespace': 'shop',
      'service.instance.id': 'i-1',
      'host.name': 'h',
    };
    decoder.decode(encodeMetrics([metric], resource));
    expect(await samplesOf(store)).toEqual({
      'g{instance="i-1", job="shop/cart"}': [[0, 1]],
      'target_info{host_name="h", instance="i-1", job="shop/cart"}': [[0, 1]],
    });
  });

  it.each([
    ['without a namespace', { 'service.name': 'cart' }, ['g{job="cart"}']],
    ['that only identify', { 'service.name': 'cart', 'service.instance.id': '1' }, ['g{instance="1", job="cart"}']],
    ['that identify nothing', { 'host.name': 'h' }, ['g{job="own"}']],
  ])('%s', async (_, resource, series) => {
    const { store, decoder } = setup();
    decoder.decode(encodeMetrics([metric], resource));
    expect(Object.keys(await samplesOf(store))).toEqual(series);
  });

  it('keep series apart that differ by resource only, and target_info covers the time between', async () => {
    const { store, decoder } = setup();
    const of = (id: string, ...offsets: number[]) => ({
      resource: { attributes: oracleAttributes({ 'service.name': 's', 'service.instance.id': id, zone: 'z' }) },
      scopeMetrics: [{ metrics: [gauge('g', ...offsets.map((offset) => point({}, offset, { asInt: id })))] }],
    });
    const body = encodeRequest({ resourceMetrics: [of('1', 0, 400_000), of('2', 7)] });
    for (let k = 0; k < 2; k++) expect(decoder.decode(body).rejectedPoints).toBe(0);
    expect(await samplesOf(store)).toEqual({
      'g{instance="1", job="s"}': [
        [0, 1],
        [400_000, 1],
      ],
      'g{instance="2", job="s"}': [[7, 2]],
      'target_info{instance="1", job="s", zone="z"}': [
        [0, 1],
        [100_000, 1],
        [250_000, 1],
        [400_000, 1],
      ],
      'target_info{instance="2", job="s", zone="z"}': [[7, 1]],
    });
  });
});

describe('histograms', () => {
  const histogram = (...dataPoints: object[]): object => ({
    name: 'http.server.duration',
    unit: 's',
    histogram: { dataPoints, aggregationTemporality: 2 },
  });
  const buckets = { count: 6, sum: 3.5, bucketCounts: [1, 2, 3], explicitBounds: [0.1, 2.5], min: 0, max: 9 };

  it('become cumulative classic buckets', async () => {
    const { store, decoder } = setup();
    const outcome = decoder.decode(encodeMetrics([histogram(point({ m: 'GET' }, 0, buckets))]));
    expect(outcome).toMatchObject({ dataPoints: 1, rejectedPoints: 0, counts: { accepted: 5 } });
    expect(await samplesOf(store)).toEqual({
      'http_server_duration_seconds_bucket{le="0.1", m="GET"}': [[0, 1]],
      'http_server_duration_seconds_bucket{le="2.5", m="GET"}': [[0, 3]],
      'http_server_duration_seconds_bucket{le="+Inf", m="GET"}': [[0, 6]],
      'http_server_duration_seconds_count{m="GET"}': [[0, 6]],
      'http_server_duration_seconds_sum{m="GET"}': [[0, 3.5]],
    });
  });

  it('without buckets, without a sum, stale, and with bounds that change', async () => {
    const { store, decoder } = setup();
    const noSum = { count: 6, bucketCounts: [6, 0], explicitBounds: [1] };
    decoder.decode(
      encodeMetrics([
        histogram(
          point({}, 0, { count: 2, sum: 1 }),
          point({}, 1, noSum),
          point({}, 2, { ...noSum, explicitBounds: [2] }),
          point({}, 3, { ...noSum, explicitBounds: [2], flags: 1 }),
        ),
      ]),
    );
    expect(await samplesOf(store)).toEqual({
      'http_server_duration_seconds_bucket{le="+Inf"}': [
        [0, 2],
        [1, 6],
        [2, 6],
        [3, 'stale'],
      ],
      http_server_duration_seconds_count: [
        [0, 2],
        [1, 6],
        [2, 6],
        [3, 'stale'],
      ],
      http_server_duration_seconds_sum: [[0, 1]],
      'http_server_duration_seconds_bucket{le="1"}': [[1, 6]],
      'http_server_duration_seconds_bucket{le="2"}': [
        [2, 6],
        [3, 'stale'],
      ],
    });
  });

  it('of delta temporality add up', async () => {
    const { store, decoder } = setup();
    const delta = (offset: number): object => ({
      name: 'h',
      histogram: { dataPoints: [point({}, offset, buckets)], aggregationTemporality: 1 },
    });
    decoder.decode(encodeMetrics([delta(0)]));
    decoder.decode(encodeMetrics([delta(10)]));
    expect(await samplesOf(store)).toMatchObject({
      'h_bucket{le="0.1"}': [
        [0, 1],
        [10, 2],
      ],
      'h_bucket{le="+Inf"}': [
        [0, 6],
        [10, 12],
      ],
      h_sum: [
        [0, 3.5],
        [10, 7],
      ],
    });
  });

  it.each([
    [{ ...buckets, bucketCounts: [1, 2] }, '2 bounds need 3 bucket counts, there are 2'],
    [{ ...buckets, explicitBounds: [2, 1] }, 'its bounds do not ascend'],
    [{ ...buckets, explicitBounds: [1, Infinity] }, 'the bound +Inf is implied'],
  ])('that contradict themselves are refused: %#', (bad, message) => {
    const { decoder } = setup();
    const outcome = decoder.decode(encodeMetrics([histogram(point({}, 0, bad), point({}, 0, buckets))]));
    expect(outcome).toMatchObject({ dataPoints: 2, rejectedPoints: 1, message: expect.stringContaining(message) });
    expect(outcome.counts.accepted).toBe(5);
  });
});

it('summaries become quantiles, sum and count', async () => {
  const { store, decoder } = setup();
  const quantileValues = [
    { quantile: 0, value: 0.5 },
    { quantile: 0.99, value: 7 },
  ];
  const dataPoints = [point({ a: 'b' }, 0, { count: 9, sum: 12, quantileValues })];
  decoder.decode(encodeMetrics([{ name: 'latency', unit: 'ms', summary: { dataPoints } }]));
  expect(await samplesOf(store)).toEqual({
    'latency_milliseconds{a="b", quantile="0"}': [[0, 0.5]],
    'latency_milliseconds{a="b", quantile="0.99"}': [[0, 7]],
    'latency_milliseconds_sum{a="b"}': [[0, 12]],
    'latency_milliseconds_count{a="b"}': [[0, 9]],
  });
});

describe('partial success', () => {
  it.each<[string, object, number, string]>([
    [
      'exponential histograms of a scale that is too small',
      { name: 'e', exponentialHistogram: { dataPoints: [{ scale: -5 }, { scale: -9 }], aggregationTemporality: 2 } },
      2,
      'exponential histogram e: its scale is -5, the smallest that can be stored is -4',
    ],
    ['no temporality', { name: 's', sum: { dataPoints: [{}] } }, 1, 's: its aggregation temporality is neither'],
    ['no name', { name: '', gauge: { dataPoints: [{}, {}, {}] } }, 3, 'a metric has no name'],
  ])('counts %s', (_, metric, rejected, message) => {
    const { decoder } = setup();
    const outcome = decoder.decode(encodeMetrics([metric, gauge('ok', point({}, 0, { asInt: 1 }))]));
    expect(outcome.counts.accepted).toBe(1);
    const response = decodeResponse(encodeExportResponse(outcome));
    expect(response?.rejected).toBe(rejected);
    expect(response?.message).toContain(`${rejected} of ${rejected + 1} data points refused, the others were written`);
    expect(response?.message).toContain(message);
  });

  it('counts what the store refuses', () => {
    const { decoder } = setup();
    const outcome = decoder.decode(encodeMetrics([gauge('g', point({}, 0, { asInt: 1 }), point({}, 0, { asInt: 2 }))]));
    expect(decodeResponse(encodeExportResponse(outcome))).toMatchObject({
      rejected: 1,
      message: expect.stringContaining('duplicate'),
    });
  });

  it('is absent when all is well', () => {
    const { decoder } = setup();
    expect(encodeExportResponse(decoder.decode(encodeMetrics([])))).toHaveLength(0);
  });
});

it('remembers series by the bytes of their attributes, and asks again when the store has dropped one', async () => {
  const store = createMemoryStorage();
  const dead = new Set<number>();
  let resolved = 0;
  const series = (labels: Labels) => {
    resolved++;
    return store.series(labels);
  };
  const decoder = new OtlpMetricsDecoder({ ...store, series, isLive: (ref) => !dead.has(ref) });
  const send = (i: number) => decoder.decode(encodeMetrics([gauge('g', point({ a: 'x' }, i, { asInt: i }))]));
  [0, 1, 2].forEach(send);
  expect(resolved).toBe(1);
  dead.add(0);
  send(3);
  expect(resolved).toBe(2);
  expect(await samplesOf(store)).toEqual({
    'g{a="x"}': [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ],
  });
});

it('bytes of any kind are decoded or end in a DecodeError, and the decoder goes on', () => {
  const random = seededRandom(21);
  const { decoder } = setup();
  const valid = encodeMetrics(
    [
      gauge('g', point({ a: 'x', n: { arrayValue: { values: [{ intValue: 1 }] } } }, 0, { asInt: 1 })),
      { name: 's', sum: { dataPoints: [point({ a: 'y' }, 0, { asDouble: 1 })], aggregationTemporality: 1 } },
      {
        name: 'h',
        histogram: {
          dataPoints: [point({}, 0, { count: 3, sum: 1, bucketCounts: [1, 2], explicitBounds: [1] })],
          aggregationTemporality: 2,
        },
      },
      {
        name: 'e',
        exponentialHistogram: {
          dataPoints: [
            point({ b: 'z' }, 0, {
              ...{ count: 3, zeroCount: 1, scale: 9, positive: { offset: -3, bucketCounts: [1, 0, 1] } },
              exemplars: [{ timeUnixNano: nanos(0), asDouble: 1, traceId: Buffer.alloc(16, 1) }],
            }),
          ],
          aggregationTemporality: 1,
        },
      },
      { name: 'q', summary: { dataPoints: [point({}, 0, { quantileValues: [{ quantile: 0.5, value: 1 }] })] } },
    ],
    { 'service.name': 'fuzz', zone: 'z' },
  );
  let decoded = 0;
  for (let round = 0; round < 3_000; round++) {
    const bytes =
      random.next() < 0.1 ? new Uint8Array(random.int(0, 60)).map(() => random.int(0, 255)) : Uint8Array.from(valid);
    for (let k = random.int(1, 4); k > 0 && bytes.length > 0; k--)
      bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
    try {
      decoder.decode(random.next() < 0.2 ? bytes.subarray(0, random.int(0, bytes.length)) : bytes);
      decoded++;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
  }
  expect(decoded).toBeGreaterThan(200);
  expect(decoder.decode(encodeMetrics([gauge('after', point({}, 0, { asInt: 1 }))])).counts.accepted).toBe(1);
});
