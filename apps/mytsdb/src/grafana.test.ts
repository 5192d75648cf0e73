/**
 * What Grafana asks, replayed. Of 11.6 and 12.4: what their own code asked and was answered when it showed the right thing
 * (`npm run prove -- record-grafana`). Of 7.5, whose code is published nowhere but inside its image: requests written after
 * its sources (public/app/plugins/datasource/prometheus), where they are others than those of 11.6.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

type Sent = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Recorded = {
  readonly feed: readonly Sent[];
  /** `answer` is a place in `answers`. */
  readonly requests: readonly (Sent & { readonly status: number; readonly answer: number })[];
  /** Null: it has no body, or is checked otherwise. */
  readonly answers: readonly unknown[];
};

const recorded = JSON.parse(readFileSync(new URL('testdata/grafana.json', import.meta.url), 'utf8')) as Recorded;

/** The last sample of the recorded data set, Unix seconds; samples each 15 s in the half hour before. */
const NOW = 1_700_000_000;
const FROM = NOW - 1_800;

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess(['--retention', '100y']);
  for (const one of recorded.feed) {
    const { status, text } = await send(one);
    expect(status, text).toBe(200);
  }
});
afterAll(() => server.dispose());

function send({ method, url, headers, body }: Sent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(`${server.url}${url}`, { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        const plain = response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
        resolve({ status: response.statusCode ?? 0, text: plain.toString() });
      });
    })
      .on('error', reject)
      .end(body);
  });
}

const BUILDINFO = '/api/v1/status/buildinfo';

describe('Grafana 11.6 and 12.4', () => {
  const rows = recorded.requests.map((one) => {
    const what = decodeURIComponent(`${one.url} ${one.body}`.replaceAll('+', ' ')).trim();
    return [`${one.method} ${what}`, one] as const;
  });

  test.each(rows)('%s', async (_, { status, answer, ...sent }) => {
    const got = await send(sent);
    const wanted = recorded.answers[answer];
    if (sent.url === BUILDINFO) expectPrometheus(got.text);
    else if (wanted === null) expect(got.text).toBe('');
    else expect(JSON.parse(got.text)).toEqual(wanted);
    expect(got.status).toBe(status);
  });

  test('every path that their packages name is among them', () => {
    const paths = new Set(
      recorded.requests.map(({ url }) => url.replace(/\?.*/, '').replace(/label\/.*\//, 'label/*/')),
    );
    expect([...paths].sort()).toEqual(
      [
        ...['label/*/values', 'labels', 'metadata', 'query', 'query_exemplars', 'query_range', 'rules', 'series'],
        'status/buildinfo',
      ].map((path) => `/api/v1/${path}`),
    );
  });
});

/** Features would make it Mimir; labels are asked with matchers from 2.24 on. */
function expectPrometheus(text: string): void {
  const { status, data } = JSON.parse(text) as { status: string; data: { version: string } };
  expect(status).toBe('success');
  expect(data).not.toHaveProperty('features');
  expect(data.version).toMatch(/^([3-9]|2\.(2[4-9]|[3-9]\d))\./);
}

type Parameters = Readonly<Record<string, string>>;

/** Headers of 7.5's proxy, which hands on those of the browser. */
const HEADERS = {
  accept: 'application/json, text/plain, */*',
  'accept-encoding': 'gzip',
  'user-agent': 'Grafana/7.5.5',
  'x-grafana-org-id': '1',
  'x-dashboard-id': '2',
};

function sendForm(method: string, path: string, parameters: Parameters): Promise<{ status: number; text: string }> {
  const form = String(new URLSearchParams(parameters));
  if (method === 'GET')
    return send({ method, url: form === '' ? path : `${path}?${form}`, headers: HEADERS, body: '' });
  const headers = { ...HEADERS, 'content-type': 'application/x-www-form-urlencoded' };
  return send({ method, url: path, headers, body: form });
}

const seconds = { start: String(FROM), end: String(NOW) };
const ONE_AND_ONE = { resultType: 'scalar', result: [NOW + 0.123, '2'] };
const UTF = [{ __name__: 'utf', 'http.path': '/a' }];
const PANEL_QUERY = 'histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket{service="cart"}[1m])))';

type Row = readonly [what: string, method: 'GET' | 'POST', path: string, parameters: Parameters, data: unknown];

const ROWS: readonly Row[] = [
  ['saved: one and one', 'GET', '/api/v1/query', { query: '1+1', time: `${NOW}.123` }, ONE_AND_ONE],
  ['saved, method POST', 'POST', '/api/v1/query', { query: '1+1', time: `${NOW}.123` }, ONE_AND_ONE],
  ['label_values(metric, namespace) by series', 'GET', '/api/v1/series', { 'match[]': 'utf', ...seconds }, UTF],
  ['label_values, method POST', 'POST', '/api/v1/series', { 'match[]': 'utf', ...seconds }, UTF],
  [
    'a panel',
    'GET',
    '/api/v1/query_range',
    { query: PANEL_QUERY, ...seconds, step: '15' },
    expect.objectContaining({
      resultType: 'matrix',
      result: [{ metric: {}, values: expect.arrayContaining([[FROM + 600, '0.5']]) }],
    }),
  ],
  [
    'its exemplars',
    'GET',
    '/api/v1/query_exemplars',
    { query: PANEL_QUERY, start: seconds.start, end: String(FROM + 1_000) },
    [
      {
        seriesLabels: { __name__: 'latency_seconds_bucket', le: '0.1', service: 'cart' },
        exemplars: [{ labels: { trace_id: '0af7651916cd43dd' }, value: '0.067', timestamp: FROM + 900.25 }],
      },
    ],
  ],
];

describe('Grafana 7.5', () => {
  test.each(ROWS)('%s: %s %s', async (_what, method, path, parameters, data) => {
    const { status, text } = await sendForm(method, path, parameters);
    expect(JSON.parse(text)).toEqual({ status: 'success', data });
    expect(status).toBe(200);
  });
});

test('what else tells Grafana that this is not Mimir, Cortex or Thanos', async () => {
  for (const path of [
    '/api/v1/user_stats',
    '/config/v1/rules',
    '/api/v1/alerts/rules',
    '/multitenant_alertmanager/status',
  ]) {
    expect(await sendForm('GET', path, {}), path).toEqual({ status: 404, text: '404 page not found\n' });
  }
});

test.each([
  ['an exemplar query that does not parse', '/api/v1/query_exemplars', { query: 'sum(', ...seconds }],
  ['too many points', '/api/v1/query_range', { query: '1', start: '0', end: String(NOW), step: '1' }],
])('%s is told in the panel', async (_, path, parameters) => {
  const { status, text } = await sendForm('POST', path, parameters);
  expect(JSON.parse(text)).toEqual({ status: 'error', errorType: 'bad_data', error: expect.any(String) });
  expect(status).toBe(400);
});
