import { gzipSync, zstdCompressSync } from 'node:zlib';
import { seededRandom } from '@chimera/testing';
import { formatLabels } from '@chimera/tsdb-model';
import { createMemoryStorage, type MemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { describe, expect, it } from 'vitest';
import { decodeResponse, decodeStatus, encodeMetrics, oracleAttributes } from '../otlp.oracle.ts';
import { createOtlpHttpHandler, type OtlpHttpOptions } from './handler.ts';

const T = 1_760_000_000_000;
const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function setup(options: Partial<OtlpHttpOptions> = {}) {
  const store = createMemoryStorage();
  const handle = createOtlpHttpHandler({ appender: store, ...options });
  const post = (headers: Record<string, string>, body: Uint8Array | object) =>
    handle({ method: 'POST', headers, body: body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)) });
  return { store, handle, post };
}

async function samplesOf(store: MemoryStorage): Promise<Record<string, (number | string)[]>> {
  const range = { minMs: -Infinity, maxMs: Infinity };
  const set = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  return Object.fromEntries(
    set.labels.map((labels, index) => {
      set.read(index, range, buffer);
      const value = buffer.histograms?.[0] ? `count ${buffer.histograms[0].count}` : buffer.values[0];
      return [formatLabels(labels), [buffer.timestamps[0] - T, value]];
    }),
  );
}

/** One metric of each kind, in JSON as SDKs write it. */
const METRICS = [
  { name: 'load', unit: '1', gauge: { dataPoints: [{ timeUnixNano: `${T}999999`, asDouble: 0.25 }] } },
  {
    name: 'requests',
    sum: {
      dataPoints: [
        {
          attributes: [
            { key: 'method', value: { stringValue: 'GET' } },
            { key: 'code', value: { intValue: '200' } },
            { key: 'ok', value: { boolValue: true } },
            { key: 'list', value: { arrayValue: { values: [{ doubleValue: 1.5 }, { stringValue: 'x' }] } } },
            { key: 'map', value: { kvlistValue: { values: [{ key: 'k', value: { intValue: 7 } }] } } },
            { key: 'raw', value: { bytesValue: 'AQL/' } },
          ],
          startTimeUnixNano: '0',
          timeUnixNano: `${T}000000`,
          asInt: '9007199254740991',
        },
      ],
      aggregationTemporality: 2,
      isMonotonic: true,
    },
  },
  {
    name: 'h',
    histogram: {
      dataPoints: [
        { timeUnixNano: `${T}000000`, count: '3', sum: 4.5, bucketCounts: ['1', 2], explicitBounds: [0.5], min: 0 },
      ],
      aggregationTemporality: 2,
    },
  },
  {
    name: 'e',
    exponentialHistogram: {
      dataPoints: [
        {
          ...{ timeUnixNano: `${T}000000`, count: '4', scale: -1, zeroCount: '1', flags: 0 },
          ...{ positive: { offset: -7, bucketCounts: ['1', '2'] }, negative: {} },
        },
      ],
      aggregationTemporality: 2,
    },
  },
  {
    name: 'q',
    summary: {
      dataPoints: [
        { timeUnixNano: `${T}000000`, count: 2, sum: 'NaN', quantileValues: [{ quantile: 0.5, value: 'Infinity' }] },
      ],
    },
  },
];
const REQUEST = {
  resourceMetrics: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'cart' } }], unknown: 1 },
      scopeMetrics: [{ scope: { name: 's' }, metrics: METRICS, schemaUrl: 'x' }],
    },
  ],
};

const EXPECTED = {
  'load_ratio{job="cart"}': [0, 0.25],
  'requests_total{code="200", job="cart", list="[1.5,\\"x\\"]", map="{\\"k\\":7}", method="GET", ok="true", raw="AQL/"}':
    [0, 9_007_199_254_740_991],
  'h_bucket{job="cart", le="0.5"}': [0, 1],
  'h_bucket{job="cart", le="+Inf"}': [0, 3],
  'h_count{job="cart"}': [0, 3],
  'h_sum{job="cart"}': [0, 4.5],
  'e{job="cart"}': [0, 'count 4'],
  'q{job="cart", quantile="0.5"}': [0, Infinity],
  'q_sum{job="cart"}': [0, NaN],
  'q_count{job="cart"}': [0, 2],
};

/** The same with the members of all objects turned round. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries([
    ['unknown', [{ '\n': ['\\'] }, null, -1.5e3]],
    ['flags', null],
    ...members.map(([key, one]) => [key, backwards(one)] as const),
  ]);
}

describe('JSON', () => {
  it('says the same as protobuf', async () => {
    const { store, post } = setup();
    const response = await post(JSON_TYPE, REQUEST);
    expect([response.status, response.headers['content-type'], Buffer.from(response.body).toString()]).toEqual([
      ...[200, 'application/json', '{}'],
    ]);
    expect(response.outcome).toMatchObject({ dataPoints: 5, rejectedPoints: 0 });
    expect(await samplesOf(store)).toEqual(EXPECTED);
  });

  it('says it in any order, with what OTLP does not know and nulls in between', async () => {
    const { store, post } = setup();
    const response = await post(JSON_TYPE, backwards(REQUEST) as object);
    expect(response.outcome).toMatchObject({ dataPoints: 5, rejectedPoints: 0 });
    expect(await samplesOf(store)).toEqual(EXPECTED);
  });

  it('is refused where it would be several times as large as protobuf', async () => {
    const { post } = setup();
    const explicitBounds = new Array(3_000_000).fill(0);
    const metrics = [{ name: 'h', histogram: { dataPoints: [{ explicitBounds }] } }];
    const { status, body } = await post(JSON_TYPE, { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
    expect([status, Buffer.from(body).toString()]).toEqual([400, expect.stringContaining('too many short numbers')]);
  });

  it('partial success is told in JSON', async () => {
    const { post } = setup();
    const bad = { name: 'e', exponentialHistogram: { dataPoints: [{ scale: -5 }], aggregationTemporality: 2 } };
    const { status, body } = await post(JSON_TYPE, {
      resourceMetrics: [{ scopeMetrics: [{ metrics: [...METRICS, bad] }] }],
    });
    expect(status).toBe(200);
    expect(JSON.parse(Buffer.from(body).toString())).toEqual({
      partialSuccess: { rejectedDataPoints: '1', errorMessage: expect.stringContaining('1 of 6 data points refused') },
    });
  });

  const gauge = (point: object) => ({
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ gauge: { dataPoints: [point] } }] }] }],
  });
  const PLACE = 'resourceMetrics[0].scopeMetrics[0].metrics[0]';
  it.each<[unknown, string]>([
    ['{', 'it is not JSON'],
    [[], 'the body must be an object, it is []'],
    [{ resourceMetrics: {} }, 'resourceMetrics must be an array, it is {}'],
    [gauge({ timeUnixNano: 1.5 }), `${PLACE}.gauge.dataPoints[0].timeUnixNano must be an integer, it is 1.5`],
    [gauge({ timeUnixNano: '-1' }), 'must be an integer from 0 to 18446744073709551615, it is "-1"'],
    [gauge({ asDouble: 'x' }), 'asDouble must be a number, it is "x"'],
    [gauge({ exemplars: [{ traceId: 'xy' }] }), 'exemplars[0].traceId must be hexadecimal digits, it is "xy"'],
    [gauge({ attributes: [{ key: 5 }] }), 'attributes[0].key must be a string, it is 5'],
    [
      { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ sum: { aggregationTemporality: 'CUMULATIVE' } }] }] }] },
      `${PLACE}.sum.aggregationTemporality must be the number of an enum value, it is "CUMULATIVE"`,
    ],
    [gauge({ attributes: [{ key: 'a', value: nested(60) }] }), 'nested deeper than 48 messages'],
  ])('%j is refused with its place', async (body, message) => {
    const { post } = setup();
    const response = await post(JSON_TYPE, typeof body === 'string' ? Buffer.from(body) : (body as object));
    expect([response.status, JSON.parse(Buffer.from(response.body).toString())]).toEqual([
      400,
      { code: 3, message: expect.stringContaining(message) },
    ]);
  });

  it('of any shape is answered with 200 or 400', async () => {
    const random = seededRandom(4);
    const { post } = setup();
    const text = JSON.stringify(REQUEST);
    const seen = new Set<number>();
    for (let round = 0; round < 1_500; round++) {
      let mutated = text;
      for (let k = random.int(1, 3); k > 0; k--) {
        const at = random.int(0, mutated.length - 1);
        const piece = random.pick(['', '[]', '{}', 'null', '"', '-1', '1e400', '"9".', 'é', '0', 'true', ',']);
        mutated = mutated.slice(0, at) + piece + mutated.slice(at + random.int(0, 3));
      }
      const { status } = await post(JSON_TYPE, Buffer.from(mutated));
      if (status !== 200 && status !== 400) throw new Error(`${status} for ${mutated}`);
      seen.add(status);
    }
    expect(seen).toEqual(new Set([200, 400]));
  });
});

function nested(depth: number): object {
  let value: object = { intValue: 1 };
  for (let k = 0; k < depth; k++) value = { arrayValue: { values: [value] } };
  return value;
}

describe('protobuf', () => {
  const body = encodeMetrics([
    {
      name: 'g',
      gauge: { dataPoints: [{ attributes: oracleAttributes({ a: 'b' }), timeUnixNano: `${T}000000`, asInt: 3 }] },
    },
  ]);

  it.each<[string, Record<string, string>, Uint8Array]>([
    ['plain', {}, body],
    ['identity', { 'content-encoding': 'identity' }, body],
    ['gzip', { 'content-encoding': 'gzip' }, gzipSync(body)],
    ['zstd', { 'content-encoding': 'zstd' }, zstdCompressSync(body)],
  ])('%s', async (_, headers, bytes) => {
    const { store, post } = setup();
    const response = await post({ ...PROTOBUF, ...headers }, bytes);
    expect([response.status, response.headers, response.body.length]).toEqual([
      ...[200, { 'content-type': 'application/x-protobuf' }, 0],
    ]);
    expect(await samplesOf(store)).toEqual({ 'g{a="b"}': [0, 3] });
  });

  it('partial success is told in protobuf', async () => {
    const { post } = setup();
    const { status, body: bytes } = await post(PROTOBUF, encodeMetrics([{ name: '', gauge: { dataPoints: [{}] } }]));
    expect([status, decodeResponse(bytes)?.rejected]).toEqual([200, 1]);
  });

  const bomb = Buffer.alloc(20_000);
  it.each<[string, string, Record<string, string>, Uint8Array, number, number, string]>([
    ['GET', 'GET', PROTOBUF, body, 405, 12, 'send POST, not GET'],
    ['no content type', 'POST', {}, body, 415, 3, 'Content-Type "" is not supported: send application/x-protobuf'],
    ['text', 'POST', { 'content-type': 'text/plain' }, body, 415, 3, 'Content-Type "text/plain" is not supported'],
    ['br', 'POST', { ...PROTOBUF, 'content-encoding': 'br' }, body, 415, 3, 'Content-Encoding "br" is not supported'],
    ['a large body', 'POST', PROTOBUF, bomb, 413, 8, 'the body has 20000 bytes, over the limit of 10000'],
    ['a gzip bomb', 'POST', { ...PROTOBUF, 'content-encoding': 'gzip' }, gzipSync(bomb), 413, 8, 'decompress to more'],
    [
      'a zstd bomb',
      'POST',
      { ...PROTOBUF, 'content-encoding': 'zstd' },
      zstdCompressSync(bomb),
      413,
      8,
      'decompress to',
    ],
    ['no gzip', 'POST', { ...PROTOBUF, 'content-encoding': 'gzip' }, body, 400, 3, 'the body is not gzip: '],
    ['no zstd', 'POST', { ...PROTOBUF, 'content-encoding': 'zstd' }, body, 400, 3, 'the body is not zstd: '],
    [
      'cut gzip',
      'POST',
      { ...PROTOBUF, 'content-encoding': 'gzip' },
      gzipSync(body).subarray(0, -9),
      400,
      3,
      'not gzip',
    ],
    ['no protobuf', 'POST', PROTOBUF, Buffer.from('hello'), 400, 3, 'not an OTLP metrics request: '],
  ])('%s is refused', async (_, method, headers, bytes, status, code, message) => {
    const { handle } = setup({ limits: { maxMessageBytes: 10_000 } });
    const response = await handle({ method, headers, body: bytes });
    expect([response.status, response.outcome, decodeStatus(response.body)]).toEqual([
      ...[status, null, { code, message: expect.stringContaining(message) }],
    ]);
    expect(response.headers['retry-after']).toBeUndefined();
    expect(response.headers['content-type']).toBe('application/x-protobuf');
  });

  it.each<[Partial<OtlpHttpOptions>, number, number]>([
    [{ unavailable: () => 'shutting down' }, 503, 14],
    [{ overloaded: () => 'too much' }, 429, 8],
    [{ appender: { ...createMemoryStorage(), series: () => ({ reason: 'draining', message: 'ends' }) } }, 503, 14],
  ])('asks to try again: %#', async (options, status, code) => {
    const { post } = setup(options);
    const response = await post(PROTOBUF, body);
    expect([response.status, response.headers['retry-after'], decodeStatus(response.body).code]).toEqual([
      ...[status, '5', code],
    ]);
  });
});

it('compressed bytes of any kind are answered', async () => {
  const random = seededRandom(8);
  const { post } = setup({ limits: { maxMessageBytes: 50_000 } });
  const body = encodeMetrics([{ name: 'g', gauge: { dataPoints: [{ asInt: 1 }] } }]);
  const packed = { gzip: gzipSync(body), zstd: zstdCompressSync(body) };
  for (let round = 0; round < 600; round++) {
    const encoding = random.pick(['gzip', 'zstd'] as const);
    const bytes = Uint8Array.from(packed[encoding]);
    for (let k = random.int(1, 4); k > 0; k--) bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
    const { status } = await post({ ...PROTOBUF, 'content-encoding': encoding }, bytes);
    expect([200, 400, 413]).toContain(status);
  }
});
