/**
 * What Grafana sends, replayed: paths, methods and parameters as in its sources (public/app/plugins/datasource/prometheus
 * of 7.5; pkg/promlib and packages/grafana-prometheus of 11 and 12), one row per request.
 */

import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;

/** Unix seconds; samples each 15 s in the half hour before. */
const NOW = Math.floor(Date.now() / 1000);
const FROM = NOW - 1_800;
const STEPS = 120;

const PODS = [
  { namespace: 'shop', service: 'cart', pod: 'cart-0' },
  { namespace: 'shop', service: 'cart', pod: 'cart-1' },
  { namespace: 'shop', service: 'pay', pod: 'pay-0' },
  { namespace: 'infra', service: 'dns', pod: 'dns-0' },
];

/** OpenMetrics, with one exemplar and one label that is no legal name of old. */
function dataSet(): string {
  const lines = ['# TYPE http_requests counter', '# HELP http_requests Requests served.'];
  for (const { namespace, service, pod } of PODS) {
    const labels = `{namespace="${namespace}",service="${service}",pod="${pod}"}`;
    for (let i = 0; i < STEPS; i++) lines.push(`http_requests_total${labels} ${i * 15} ${FROM + 15 * i}`);
  }
  lines.push('# TYPE latency_seconds histogram');
  for (const [le, share] of [
    ['0.1', 1],
    ['+Inf', 2],
  ] as const) {
    for (let i = 0; i < STEPS; i++) {
      const exemplar = le === '0.1' && i === 60 ? ` # {trace_id="0af7651916cd43dd"} 0.067 ${FROM + 900.25}` : '';
      lines.push(`latency_seconds_bucket{le="${le}",service="cart"} ${i * share} ${FROM + 15 * i}${exemplar}`);
    }
  }
  lines.push('# TYPE utf gauge', `utf{"http.path"="/a"} 1 ${NOW - 30}`, '# EOF', '');
  return lines.join('\n');
}

beforeAll(async () => {
  server = await startServerProcess();
  const headers = { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8' };
  const sent = await fetch(`${server.url}/api/v1/import/prometheus`, { method: 'POST', headers, body: dataSet() });
  expect(sent.status, await sent.text()).toBeLessThan(300);
});
afterAll(() => server.dispose());

type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** Headers of Grafana's proxy, and of its backend. */
const HEADERS = {
  accept: 'application/json, text/plain, */*',
  'accept-encoding': 'gzip',
  'user-agent': 'Grafana/12.0.0',
  'x-grafana-org-id': '1',
  'x-dashboard-uid': 'abc',
};

async function send(method: string, path: string, parameters: Parameters): Promise<{ status: number; text: string }> {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(parameters))
    for (const value of [values].flat()) form.append(name, value);
  const posts = method === 'POST';
  const url = `${server.url}${path}${posts || form.size === 0 ? '' : `?${form}`}`;
  const headers = posts ? { ...HEADERS, 'content-type': 'application/x-www-form-urlencoded' } : HEADERS;
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const body = Buffer.concat(parts);
        const plain = response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        resolve({ status: response.statusCode ?? 0, text: plain.toString() });
      });
    })
      .on('error', reject)
      .end(posts ? String(form) : undefined);
  });
}

type Row = readonly [what: string, method: 'GET' | 'POST', path: string, parameters: Parameters, data: unknown];

const seconds = { start: String(FROM), end: String(NOW) };
const minutes = { start: String(FROM - (FROM % 60)), end: String(NOW - (NOW % 60) + 60) };
const NAMES = ['http_requests_total', 'latency_seconds_bucket', 'utf'];
const LABELS = ['__name__', 'http.path', 'le', 'namespace', 'pod', 'service'];
const version = expect.stringMatching(/^([3-9]|2\.(2[4-9]|[3-9]\d))\./);

const SAVED: readonly Row[] = [
  [
    '7.5: one and one',
    'GET',
    '/api/v1/query',
    { query: '1+1', time: `${NOW}.123` },
    { resultType: 'scalar', result: [NOW + 0.123, '2'] },
  ],
  [
    '7.5, method POST',
    'POST',
    '/api/v1/query',
    { query: '1+1', time: `${NOW}.123` },
    { resultType: 'scalar', result: [NOW + 0.123, '2'] },
  ],
  [
    '7.5: are there exemplars? In milliseconds',
    'GET',
    '/api/v1/query_exemplars',
    { query: 'test', start: `${FROM}000`, end: `${NOW}000` },
    [],
  ],
  [
    '11: one and one, in 1970',
    'POST',
    '/api/v1/query',
    { query: '1+1', time: '4' },
    { resultType: 'scalar', result: [4, '2'] },
  ],
  ['11: which server?', 'GET', '/api/v1/status/buildinfo', {}, expect.objectContaining({ version })],
  ['11: rules, for the alert list', 'GET', '/api/v1/rules', {}, { groups: [] }],
  [
    '12: types and help',
    'GET',
    '/api/v1/metadata',
    { limit: '40000' },
    expect.objectContaining({ http_requests: [{ type: 'counter', unit: '', help: 'Requests served.' }] }),
  ],
];

const DASHBOARD: readonly Row[] = [
  ['label_values(namespace)', 'GET', '/api/v1/label/namespace/values', seconds, ['infra', 'shop']],
  [
    '7.5: label_values(metric, namespace) by series',
    'GET',
    '/api/v1/series',
    { 'match[]': 'utf', ...seconds },
    [{ __name__: 'utf', 'http.path': '/a' }],
  ],
  [
    '7.5, method POST',
    'POST',
    '/api/v1/series',
    { 'match[]': 'utf', ...seconds },
    [{ __name__: 'utf', 'http.path': '/a' }],
  ],
  [
    'label_values(metric, namespace)',
    'GET',
    '/api/v1/label/namespace/values',
    { 'match[]': 'http_requests_total', ...seconds },
    ['infra', 'shop'],
  ],
  [
    'chained: service of a namespace',
    'GET',
    '/api/v1/label/service/values',
    { 'match[]': 'http_requests_total{namespace="shop"}', ...seconds },
    ['cart', 'pay'],
  ],
  [
    'chained: All is a regex',
    'GET',
    '/api/v1/label/pod/values',
    { 'match[]': 'http_requests_total{namespace=~"infra|shop",service=~"(cart|dns)"}', ...seconds },
    ['cart-0', 'cart-1', 'dns-0'],
  ],
  [
    'chained: nothing chosen',
    'GET',
    '/api/v1/label/pod/values',
    { 'match[]': 'http_requests_total{namespace=""}', ...seconds },
    [],
  ],
  [
    'another time has none',
    'GET',
    '/api/v1/label/namespace/values',
    { 'match[]': 'http_requests_total', start: '1000', end: '2000' },
    [],
  ],
  [
    'query_result(...)',
    'GET',
    '/api/v1/query',
    { query: 'count(http_requests_total) by (namespace)', time: String(NOW - 30) },
    {
      resultType: 'vector',
      result: expect.arrayContaining([{ metric: { namespace: 'shop' }, value: [NOW - 30, '3'] }]),
    },
  ],
  ['metrics(.*requests.*)', 'GET', '/api/v1/label/__name__/values', seconds, NAMES],
];

const EXPLORE: readonly Row[] = [
  ['metric names', 'GET', '/api/v1/label/__name__/values', minutes, NAMES],
  ['12: metric names, limited', 'GET', '/api/v1/label/__name__/values', { ...minutes, limit: '40000' }, NAMES],
  ['label names', 'GET', '/api/v1/labels', minutes, LABELS],
  ['label names, method POST', 'POST', '/api/v1/labels', { ...minutes, limit: '40000' }, LABELS],
  [
    'label names of a metric',
    'POST',
    '/api/v1/labels',
    { 'match[]': 'latency_seconds_bucket', ...minutes },
    ['__name__', 'le', 'service'],
  ],
  [
    'label names of two metrics',
    'POST',
    '/api/v1/labels',
    { 'match[]': ['latency_seconds_bucket', 'utf'], ...minutes },
    ['__name__', 'http.path', 'le', 'service'],
  ],
  [
    '12: selector of a name',
    'GET',
    '/api/v1/labels',
    { 'match[]': '{__name__="http_requests_total"}', ...minutes, limit: '40000' },
    ['__name__', 'namespace', 'pod', 'service'],
  ],
  ['values of a label whose name is UTF-8', 'GET', '/api/v1/label/U__http_2e_path/values', minutes, ['/a']],
  [
    '12: UTF-8 in a selector',
    'GET',
    '/api/v1/label/__name__/values',
    { 'match[]': '{"http.path"="/a"}', ...minutes },
    ['utf'],
  ],
  [
    '12: metric search',
    'GET',
    '/api/v1/label/__name__/values',
    { 'match[]': '{__name__=~"(?i).*LATENCY.*"}', ...minutes, limit: '1000' },
    ['latency_seconds_bucket'],
  ],
  [
    'series of a selector',
    'GET',
    '/api/v1/series',
    { 'match[]': '{service="pay"}', ...minutes, limit: '40000' },
    [{ __name__: 'http_requests_total', namespace: 'shop', pod: 'pay-0', service: 'pay' }],
  ],
  [
    'metadata of all',
    'GET',
    '/api/v1/metadata',
    {},
    expect.objectContaining({ latency_seconds: [expect.objectContaining({ type: 'histogram' })] }),
  ],
  [
    'explain: the query is shown pretty',
    'GET',
    '/api/v1/format_query',
    { query: 'sum( rate(a[5m]))' },
    'sum(rate(a[5m]))',
  ],
];

const PANEL_QUERY = 'histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket{service="cart"}[1m])))';
const EXEMPLARS = [
  {
    seriesLabels: { __name__: 'latency_seconds_bucket', le: '0.1', service: 'cart' },
    exemplars: [{ labels: { trace_id: '0af7651916cd43dd' }, value: '0.067', timestamp: FROM + 900.25 }],
  },
];
const matrix = expect.objectContaining({
  resultType: 'matrix',
  result: [{ metric: {}, values: expect.arrayContaining([[FROM + 600, '0.1']]) }],
});

const PANEL: readonly Row[] = [
  ['7.5: range', 'GET', '/api/v1/query_range', { query: PANEL_QUERY, ...seconds, step: '15' }, matrix],
  ['7.5: exemplars', 'GET', '/api/v1/query_exemplars', { query: PANEL_QUERY, ...seconds }, EXEMPLARS],
  [
    '11: range, aligned, with a fraction',
    'POST',
    '/api/v1/query_range',
    { query: PANEL_QUERY, start: String(FROM), end: `${NOW}.999`, step: '15' },
    matrix,
  ],
  [
    '11: step as the backend formats it',
    'POST',
    '/api/v1/query_range',
    { query: PANEL_QUERY, ...seconds, step: '15.000' },
    matrix,
  ],
  [
    '11: exemplars',
    'POST',
    '/api/v1/query_exemplars',
    { query: PANEL_QUERY, start: `${FROM}.5`, end: String(NOW) },
    EXEMPLARS,
  ],
  [
    'exemplars of no such time',
    'POST',
    '/api/v1/query_exemplars',
    { query: PANEL_QUERY, start: `${FROM}000`, end: `${NOW}000` },
    [],
  ],
  [
    'a table: instant',
    'POST',
    '/api/v1/query',
    { query: 'topk(1, http_requests_total{pod="cart-0"})', time: String(FROM + 600) },
    expect.objectContaining({
      resultType: 'vector',
      result: [expect.objectContaining({ value: [FROM + 600, '600'] })],
    }),
  ],
  [
    'annotations',
    'POST',
    '/api/v1/query_range',
    { query: 'ALERTS{alertstate="firing"}', ...seconds, step: '60' },
    { resultType: 'matrix', result: [] },
  ],
];

describe.each([
  ['a data source is saved', SAVED],
  ['a dashboard with variables opens', DASHBOARD],
  ['Explore autocompletes', EXPLORE],
  ['a panel refreshes', PANEL],
])('%s', (_, rows) => {
  test.each(rows)('%s: %s %s', async (_what, method, path, parameters, data) => {
    const { status, text } = await send(method, path, parameters);
    expect(JSON.parse(text)).toEqual(expect.objectContaining({ status: 'success', data }));
    expect(status).toBe(200);
  });
});

test('what tells Grafana that this is not Mimir, Cortex or Thanos', async () => {
  const buildinfo = JSON.parse((await send('GET', '/api/v1/status/buildinfo', {})).text) as { data: object };
  expect(buildinfo.data).not.toHaveProperty('features');
  for (const path of [
    '/api/v1/user_stats',
    '/config/v1/rules',
    '/api/v1/alerts/rules',
    '/multitenant_alertmanager/status',
  ]) {
    expect(await send('GET', path, {}), path).toEqual({ status: 404, text: '404 page not found\n' });
  }
});

test.each([
  ['a query that does not parse', '/api/v1/query_range', { query: 'sum(', ...seconds, step: '15' }, 400, 'bad_data'],
  ['an exemplar query that does not parse', '/api/v1/query_exemplars', { query: 'sum(', ...seconds }, 400, 'bad_data'],
  ['too many points', '/api/v1/query_range', { query: '1', start: '0', end: String(NOW), step: '1' }, 400, 'bad_data'],
  [
    'many to many',
    '/api/v1/query',
    { query: 'http_requests_total * on(namespace) http_requests_total', time: String(NOW - 30) },
    422,
    'execution',
  ],
])('%s is told in the panel', async (_, path, parameters, code, errorType) => {
  const { status, text } = await send('POST', path, parameters);
  expect(JSON.parse(text)).toEqual({ status: 'error', errorType, error: expect.any(String) });
  expect(status).toBe(code);
});
