import { gzipSync, zstdCompressSync } from 'node:zlib';
import { seededRandom } from '@chimera/testing';
import { formatLabels } from '@chimera/tsdb-model';
import { createMemoryStorage, type Exemplar, SampleBuffer } from '@chimera/tsdb-storage';
import { describe, expect, it } from 'vitest';
import { createTextImportHandler, type TextImportLimits } from './index.ts';

const NOW = 1_760_000_000_000;

function setup(limits: Partial<TextImportLimits> = {}) {
  const store = createMemoryStorage();
  const exemplars: Record<string, Exemplar[]> = {};
  const names: string[] = [];
  const handle = createTextImportHandler({
    appender: {
      ...store,
      series: (labels) => {
        const ref = store.series(labels);
        names[ref as number] = formatLabels(labels);
        return ref;
      },
      appendExemplar: (ref, exemplar) => {
        (exemplars[names[ref] as string] ??= []).push(exemplar);
        return null;
      },
    },
    now: () => NOW,
    limits,
  });
  const post = async (
    body: string | Uint8Array,
    {
      headers = {},
      format = '',
      chunk = 1 << 20,
      method = 'POST',
    }: Partial<Record<'format' | 'method', string>> & { headers?: Record<string, string>; chunk?: number } = {},
  ) => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    }
    const response = await handle({ method, headers, format, body: chunks() });
    return { ...response, json: JSON.parse(response.body) };
  };
  return { store, exemplars, post };
}

async function samplesOf(store: ReturnType<typeof createMemoryStorage>) {
  const range = { minMs: -Infinity, maxMs: Infinity };
  const set = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  return Object.fromEntries(
    set.labels.map((labels, index) => {
      set.read(index, range, buffer);
      return [
        formatLabels(labels),
        Array.from({ length: buffer.count }, (_, i) => [buffer.timestamps[i] - NOW, buffer.values[i]]),
      ];
    }),
  );
}

const PROMETHEUS = `# HELP http_requests_total The total number of\\nHTTP \\\\ "requests".
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 ${NOW - 5_000}
http_requests_total{method="post",code="400"}    3 ${NOW - 5_000}

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\"",} 1.458255915e9
metric_without_timestamp_and_labels 12.47
something_weird{problem="division by zero"} +Inf -${3_982_045}
\t spaced\t{ a = "b" ,c="" }\t-0.5\t ${NOW}  \r
{"utf8.näme", "label.x"="ü}{#", b="1"} nan
# EOF is a comment here
a:b:c 0x 5
0leading 5
rpc{quantile="0.5"} 1e-07
# TYPE rpc summary
`;

describe('the Prometheus text format', () => {
  it.each([1 << 20, 1, 7, 64])('line by line, in chunks of %i bytes', async (chunk) => {
    const { store, post } = setup();
    const { status, json } = await post(PROMETHEUS, { chunk });
    expect([status, json]).toEqual([
      400,
      {
        ...{ lines: 16, accepted: 8, rejected: 0, rejectedByReason: {}, invalidLines: 2, exemplars: 0, metadata: 2 },
        errors: [
          { line: 13, message: 'the value "0x" is not a number' },
          { line: 14, message: 'the value "0leading" is not a number' },
        ],
      },
    ]);
    expect(await samplesOf(store)).toEqual({
      'http_requests_total{code="200", method="post"}': [[-5_000, 1027]],
      'http_requests_total{code="400", method="post"}': [[-5_000, 3]],
      'msdos_file_access_time_seconds{error="Cannot find file:\\n\\"FILE.TXT\\"", path="C:\\\\DIR\\\\FILE.TXT"}': [
        [0, 1.458255915e9],
      ],
      metric_without_timestamp_and_labels: [[0, 12.47]],
      'something_weird{problem="division by zero"}': [[-3_982_045 - NOW, Infinity]],
      'spaced{a="b"}': [[0, -0.5]],
      '{"utf8.näme", b="1", "label.x"="ü}{#"}': [[0, NaN]],
      'rpc{quantile="0.5"}': [[0, 1e-7]],
    });
    expect(Object.fromEntries(store.metadataByFamily)).toEqual({
      http_requests_total: { type: 'counter', help: 'The total number of\nHTTP \\ "requests".', unit: '' },
      rpc: { type: 'summary', help: '', unit: '' },
    });
  });

  it.each<[string, string]>([
    ['m', 'there is no value'],
    ['m x', 'the value "x" is not a number'],
    ['m 1 2.5', 'the timestamp "2.5" is not a whole number of milliseconds'],
    ['m 1 2 3', 'there is more after the timestamp'],
    ['m 1 # {} 1', 'there is more after the timestamp'],
    ['m{a="b" 1', 'the labels do not end: } is missing'],
    ['m{a="b} 1', 'a quoted text does not end'],
    ['m{a=b} 1', 'the value of the label "a" is not in quotes'],
    ['m{a="1",a="2"} 1', 'the label "a" occurs twice'],
    ['m{="1"} 1', 'a label has no name, or one that needs quotes'],
    ['m{a} 1', '= is missing after the label "a"'],
    ['m{a="1"b="2"} 1', 'a comma or } is missing after a label'],
    ['{a="1"} 1', 'there is no metric name'],
    ['# TYPE m thing', 'the type "thing" is not known'],
    ['# HELP', 'a comment describes a metric without a name'],
  ])('%s is told with its line', async (line, message) => {
    const { post, store } = setup();
    const { status, json } = await post(`first 1\n${line}\nlast 2`);
    expect([status, json.invalidLines, json.errors, json.accepted]).toEqual([400, 1, [{ line: 2, message }], 2]);
    expect(Object.keys(await samplesOf(store))).toEqual(['first', 'last']);
  });

  it('bytes that are not UTF-8, and lines that are too long', async () => {
    const { post } = setup({ maxLineBytes: 50 });
    const text = Buffer.concat([
      Buffer.from('a{x="'),
      Buffer.of(0xff),
      Buffer.from(`"} 1\nb 1\nc{x="${'y'.repeat(99)}"} 1\nd 1\n`),
    ]);
    for (const chunk of [1 << 20, 10]) {
      const { json } = await post(text, { chunk });
      expect([json.accepted, json.errors]).toEqual([
        2,
        [
          { line: 1, message: 'text that is not UTF-8' },
          { line: 3, message: 'the line is longer than 50 bytes' },
        ],
      ]);
    }
  });

  it('many samples of one series, and what the store refuses', async () => {
    const { store, post } = setup();
    const lines = Array.from({ length: 3_000 }, (_, i) => `m{a="b"} ${i} ${NOW + i}`);
    expect((await post(lines.join('\n'))).json.accepted).toBe(3_000);
    expect((await samplesOf(store))['m{a="b"}']).toEqual(lines.map((_, i) => [i, i]));
    const { status, json } = await post(`m{a="b"} 7 ${NOW}\nn 1`);
    expect([status, json]).toMatchObject([
      400,
      { accepted: 1, rejected: 1, rejectedByReason: { duplicate_timestamp: 1 }, invalidLines: 0 },
    ]);
    expect(json.errors).toEqual([{ line: 1, message: expect.stringContaining('duplicate sample') }]);
  });
});

describe('OpenMetrics', () => {
  const OPEN = { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8' };
  const text = `# TYPE acme_http_router_request_seconds summary
# UNIT acme_http_router_request_seconds seconds
# HELP acme_http_router_request_seconds Latency \\"through\\" all of ACME's router.
acme_http_router_request_seconds_sum{path="/api/v1"} 9036.32 ${(NOW - 1_500) / 1_000}
acme_http_router_request_seconds_created{path="/api/v1"} 1605281325.0
# TYPE foo histogram
foo_bucket{le="1.0"} 11 ${NOW / 1_000} # {trace_id="KOO5S4vxi0o"} 0.67
foo_bucket{le="+Inf"} 17 # {trace_id="oHg5SJ#YRHA0",span="a } b"} 9.8 ${(NOW - 250) / 1_000}
foo_bucket{le="9"} 17 # {} 1
# EOF
`;
  it('timestamps in seconds, units, exemplars, created lines', async () => {
    const { store, exemplars, post } = setup();
    const { status, json } = await post(text, { headers: OPEN });
    expect([status, json]).toEqual([
      200,
      {
        ...{
          lines: 10,
          accepted: 5,
          rejected: 0,
          rejectedByReason: {},
          invalidLines: 0,
          exemplars: 3,
          metadata: 2,
          errors: [],
        },
      },
    ]);
    expect(await samplesOf(store)).toEqual({
      'acme_http_router_request_seconds_sum{path="/api/v1"}': [[-1_500, 9036.32]],
      'acme_http_router_request_seconds_created{path="/api/v1"}': [[0, 1605281325]],
      'foo_bucket{le="1.0"}': [[0, 11]],
      'foo_bucket{le="+Inf"}': [[0, 17]],
      'foo_bucket{le="9"}': [[0, 17]],
    });
    expect(exemplars).toEqual({
      'foo_bucket{le="1.0"}': [{ labels: ['trace_id', 'KOO5S4vxi0o'], value: 0.67, timestampMs: NOW }],
      'foo_bucket{le="+Inf"}': [
        { labels: ['span', 'a } b', 'trace_id', 'oHg5SJ#YRHA0'], value: 9.8, timestampMs: NOW - 250 },
      ],
      'foo_bucket{le="9"}': [{ labels: [], value: 1, timestampMs: NOW }],
    });
    expect(store.metadataByFamily.get('acme_http_router_request_seconds')).toEqual({
      ...{ type: 'summary', help: 'Latency "through" all of ACME\'s router.', unit: 'seconds' },
    });
  });

  it('the parameter format wins over the content type', async () => {
    const { post } = setup();
    expect((await post(text, { format: 'openmetrics' })).status).toBe(200);
    expect((await post('m 1 1700000000000', { headers: OPEN, format: 'prometheus' })).status).toBe(200);
  });

  it.each<[string, number, string]>([
    ['m 1', 1, '# EOF is missing: the text was cut off, or is not OpenMetrics'],
    ['# EOF\nm 1', 2, 'there is more after # EOF'],
    ['m 1 NaN\n# EOF', 1, 'the timestamp "NaN" is not a time in seconds'],
    ['m 1 # x 1\n# EOF', 1, 'an exemplar starts with its labels: { is missing'],
    ['m 1 # {a="b"}\n# EOF', 1, "there is no exemplar's value"],
    ['m 1 # {a="b"} 1 2 3\n# EOF', 1, 'there is more after the exemplar'],
  ])('%j is told', async (body, line, message) => {
    const { post } = setup();
    const { status, json } = await post(body, { headers: OPEN });
    expect([status, json.errors]).toEqual([400, [{ line, message }]]);
  });
});

describe('requests', () => {
  it.each<[string, Parameters<ReturnType<typeof setup>['post']>, number, string | null]>([
    ['what curl sends', ['m 1', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }], 200, null],
    ['gzip', [gzipSync('m 1'), { headers: { 'content-encoding': 'gzip' } }], 200, null],
    ['zstd', [zstdCompressSync('m 1'), { headers: { 'content-encoding': 'zstd' } }], 200, null],
    ['nothing', [''], 200, null],
    ['no gzip', ['m 1', { headers: { 'content-encoding': 'gzip' } }], 400, 'the body is not gzip: '],
    ['br', ['m 1', { headers: { 'content-encoding': 'br' } }], 415, 'Content-Encoding "br" is not supported'],
    [
      'JSON',
      ['{}', { headers: { 'content-type': 'application/json' } }],
      415,
      'Content-Type "application/json" is not',
    ],
    ['another format', ['m 1', { format: 'csv' }], 400, 'format=csv is not known'],
    ['GET', ['', { method: 'GET' }], 405, 'send POST, not GET'],
    ['too much', ['m 1\n'.repeat(300)], 413, 'the text has more than 1000 bytes'],
    [
      'a bomb',
      [gzipSync(Buffer.alloc(1e6)), { headers: { 'content-encoding': 'gzip' } }],
      413,
      'the text has more than',
    ],
  ])('%s', async (_, args, status, error) => {
    const { post } = setup({ maxBytes: 1_000 });
    const response = await post(...args);
    expect([response.status, response.json.error ?? null]).toEqual([
      status,
      error === null ? null : expect.stringContaining(error),
    ]);
  });

  it('a store that is shutting down asks to try again', async () => {
    const appender = { ...createMemoryStorage(), series: () => ({ reason: 'draining', message: 'ends' }) as const };
    const handle = createTextImportHandler({ appender, now: () => NOW });
    async function* body() {
      yield Buffer.from('m 1\n');
    }
    const { status, headers } = await handle({ method: 'POST', headers: {}, format: '', body: body() });
    expect([status, headers['retry-after']]).toEqual([503, '5']);
  });

  it('an overloaded server asks to try again, and imports nothing', async () => {
    const store = createMemoryStorage();
    const handle = createTextImportHandler({ appender: store, now: () => NOW, overloaded: () => 'too much waits' });
    async function* body() {
      yield Buffer.from('m 1\n');
    }
    const { status, headers, body: text } = await handle({ method: 'POST', headers: {}, format: '', body: body() });
    expect([status, headers['retry-after'], JSON.parse(text)]).toEqual([503, '5', { error: 'too much waits' }]);
  });

  it('a series that is removed between two parts is told, not a crash', async () => {
    const store = createMemoryStorage();
    const dead = new Set<number>();
    const appender = { ...store, isLive: (ref: number) => !dead.has(ref) };
    const handle = createTextImportHandler({ appender, now: () => NOW });
    async function* body() {
      yield Buffer.from('m 1 1000\nm 2 2000\n');
      dead.add(0);
      yield Buffer.from('other 3 1000\n');
    }
    const { status, outcome } = await handle({ method: 'POST', headers: {}, format: '', body: body() });
    expect([status, outcome?.counts.accepted, outcome?.counts.rejected]).toEqual([503, 1, 2]);
  });

  it('a client that goes away is an error, not an answer', async () => {
    const handle = createTextImportHandler({ appender: createMemoryStorage(), now: () => NOW });
    async function* body() {
      yield gzipSync('m 1\n').subarray(0, 12);
      throw new Error('gone');
    }
    for (const headers of [{}, { 'content-encoding': 'gzip' }]) {
      await expect(handle({ method: 'POST', headers, format: '', body: body() })).rejects.toThrow('gone');
    }
  });
});

it('bytes of any kind are imported or told about, whatever the chunks', async () => {
  const random = seededRandom(31);
  const seen = new Set<number>();
  const samples = Buffer.from(`${PROMETHEUS}foo{le="1.0"} 11 1 # {trace_id="K"} 0.67 1\n# EOF\n`);
  for (let round = 0; round < 1_200; round++) {
    const { post } = setup({ maxLineBytes: 120 });
    const bytes = Uint8Array.from(samples);
    for (let k = random.int(1, 6); k > 0; k--)
      bytes[random.int(0, bytes.length - 1)] = random.pick([
        0x22,
        0x7b,
        0x7d,
        0x0a,
        0x5c,
        0x23,
        0x20,
        random.int(0, 255),
      ]);
    const format = random.pick(['prometheus', 'openmetrics']);
    const whole = await post(bytes, { format });
    const parts = await setup({ maxLineBytes: 120 }).post(bytes, { format, chunk: random.int(1, 40) });
    expect(parts.json).toEqual(whole.json);
    seen.add(whole.status);
  }
  expect(seen).toEqual(new Set([400]));
});
