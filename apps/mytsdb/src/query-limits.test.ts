/** Limits of what is asked, each with its flag, its answer and its metric. */
import { ProtobufWriter } from '@chimera/bytes';
import { createFlightClient } from '@chimera/ingest-flight';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;
const NOW = Date.now();
const SERIES = 40;

beforeAll(async () => {
  server = await startServerProcess([
    ...['--query-max-length', '60', '--query-max-points', '10', '--query-max-samples', '100'],
    ...['--query-max-result-bytes', '10kB', '--query-lookback-delta', '1m', '--query-timeout', '3s'],
    ...['--read-max-samples', '10', '--max-read-bytes', '200', '--max-exemplars', '2'],
    ...['--out-of-order-window', '10m', '--future-tolerance', '1m'],
  ]);
  let text = '# TYPE m gauge\n';
  for (let i = 0; i < SERIES; i++) text += `m{i="${i}",pad="${'x'.repeat(400)}"} ${i} ${NOW / 1_000 - 30}\n`;
  await imported(`${text}# TYPE one gauge\none 1 ${NOW / 1_000 - 30}\n# EOF\n`);
});

afterAll(() => server.dispose());

async function imported(text: string): Promise<{ accepted: number; rejected: number; errors: { message: string }[] }> {
  const headers = { 'content-type': 'application/openmetrics-text; version=1.0.0' };
  const response = await fetch(`${server.url}/api/v1/import/prometheus`, { method: 'POST', headers, body: text });
  return (await response.json()) as { accepted: number; rejected: number; errors: { message: string }[] };
}

const passed = async (limit: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const name = `mytsdb_limit_passed_total{limit="${limit}"} `;
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(name))
      ?.slice(name.length) ?? 0,
  );
};

const of = (path: string, parameters: Record<string, string>): string => `${path}?${new URLSearchParams(parameters)}`;
const second = (ms: number): string => String(ms / 1_000);
const steps = (count: number, stepMs: number): Record<string, string> => ({
  start: second(NOW - (count - 1) * stepMs),
  end: second(NOW),
  step: second(stepMs),
});

test.each([
  ['query_length', of('/api/v1/query', { query: `m + ${'1'.repeat(60)}` }), 400, 'raise --query-max-length'],
  ['query_length', of('/federate', { 'match[]': `m{i="${'1'.repeat(60)}"}` }), 400, 'raise --query-max-length'],
  [
    'points_per_series',
    of('/api/v1/query_range', { query: 'one', ...steps(12, 1_000) }),
    400,
    'exceeded maximum resolution of 10 points',
  ],
  ['query_samples', of('/api/v1/query_range', { query: 'm', ...steps(10, 1_000) }), 422, 'raise --query-max-samples'],
  ['result_bytes', of('/api/v1/series', { 'match[]': 'm' }), 422, 'raise --query-max-result-bytes'],
  ['result_bytes', of('/federate', { 'match[]': 'm' }), 400, 'raise --query-max-result-bytes'],
])('%s: %s', async (limit, path, status, message) => {
  const before = await passed(limit);
  const response = await fetch(server.url + path);
  const text = await response.text();
  expect([response.status, text]).toEqual([status, expect.stringContaining(message)]);
  expect(await passed(limit)).toBe(before + 1);
  const within = await fetch(server.url + of('/api/v1/query_range', { query: 'sum(one)', ...steps(5, 1_000) }));
  expect(within.status).toBe(200);
});

test.each([
  // 40 texts of 400 bytes; a text that all series share would be sent once.
  [
    'result_bytes',
    { query: 'label_join(m, "both", "", "i", "pad")' },
    /^query result has \d+ bytes as Arrow, 10000 are .*raise --query-max-result-bytes$/,
  ],
  ['points_per_series', { query: 'one', ...steps(12, 1_000) }, /exceeded maximum resolution of 10 points/],
])('%s of a query over Flight', async (limit, params, message) => {
  const before = await passed(limit);
  const client = createFlightClient(server.flightTarget);
  try {
    await expect(client.query(params)).rejects.toMatchObject({ code: 8, details: expect.stringMatching(message) });
    expect(await passed(limit)).toBe(before + 1);
    expect((await client.query({ query: 'sum(one)' }))[0]?.numRows).toBe(1);
  } finally {
    client.close();
  }
});

/** `ReadRequest` for one metric, as a snappy block of one literal; SAMPLES. */
function readRequest(metric: string): Uint8Array<ArrayBuffer> {
  const request = new ProtobufWriter()
    .message(1, (query) => {
      query.varint(1, NOW - 3_600_000).varint(2, NOW + 3_600_000);
      query.message(3, (matcher) => matcher.string(2, '__name__').string(3, metric));
    })
    .finish();
  return Uint8Array.from([request.length, (request.length - 1) << 2, ...request]);
}

test.each([
  ['read_samples', readRequest('m'), 400, 'raise --read-max-samples'],
  ['read_body_bytes', new Uint8Array(201), 413, 'raise --max-read-bytes'],
  // Declares 1,000 bytes.
  ['read_body_bytes', Uint8Array.from([0xe8, 7, ...new Uint8Array(100)]), 413, 'raise --max-read-bytes'],
])('%s of a remote read', async (limit, body, status, message) => {
  const before = await passed(limit);
  const response = await fetch(`${server.url}/api/v1/read`, { method: 'POST', body });
  expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(message)]);
  expect(await passed(limit)).toBe(before + 1);
  expect((await fetch(`${server.url}/api/v1/read`, { method: 'POST', body: readRequest('one') })).status).toBe(200);
});

test('how far back a selector looks is the flag, unless the query says otherwise', async () => {
  const ask = async (parameters: Record<string, string>): Promise<number> => {
    const answer = await fetch(server.url + of('/api/v1/query', { query: 'one', ...parameters }));
    return ((await answer.json()) as { data: { result: unknown[] } }).data.result.length;
  };
  expect(await ask({ time: second(NOW + 29_000) })).toBe(1);
  expect(await ask({ time: second(NOW + 31_000) })).toBe(0);
  expect(await ask({ time: second(NOW + 31_000), lookback_delta: '5m' })).toBe(1);
});

test('samples that are too late or too early are refused, counted and told', async () => {
  const seconds = NOW / 1_000;
  const late = await imported(`one 1 ${seconds - 700}\n# EOF\n`);
  expect(late).toMatchObject({ accepted: 0, rejected: 1 });
  const early = await imported(`one 1 ${seconds + 3_600}\n# EOF\n`);
  expect(early).toMatchObject({ accepted: 0, rejected: 1 });
  expect([late.errors[0]?.message, early.errors[0]?.message]).toEqual([
    expect.stringContaining('--out-of-order-window'),
    expect.stringContaining('--future-tolerance'),
  ]);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics.match(/mytsdb_rejected_samples_total\{protocol="text_import",reason="\w+"\} 1\n/g)).toHaveLength(2);
});

test('no more exemplars than the flag says', async () => {
  const lines = [3, 2, 1].map((ago) => `e_total ${4 - ago} ${NOW / 1_000 - ago} # {trace_id="${ago}"} 1\n`).join('');
  expect(await imported(`# TYPE e counter\n${lines}# EOF\n`)).toMatchObject({ accepted: 3 });
  const range = { query: 'e_total', start: second(NOW - 60_000), end: second(NOW + 60_000) };
  const answer = await fetch(server.url + of('/api/v1/query_exemplars', range));
  const { data } = (await answer.json()) as { data: { exemplars: { labels: object }[] }[] };
  expect(data[0]?.exemplars.map(({ labels }) => labels)).toEqual([{ trace_id: '2' }, { trace_id: '1' }]);
  expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('mytsdb_exemplars 2\n');
});

test('durations of queries are finer than a millisecond', async () => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const sum = /mytsdb_query_duration_seconds_sum\{route="\/query"\} (\S+)/.exec(text)?.[1];
  expect((Number(sum) * 1_000) % 1).not.toBeCloseTo(0, 6);
});
