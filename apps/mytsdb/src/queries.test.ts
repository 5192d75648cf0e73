/** Queries over HTTP: threads, cancellation, crashes, compression, limits. */

import { request } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SERIES, seedAll } from './testing/seed.ts';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess(['--max-form-bytes', '1000', '--query-workers', '2']);
  await seedAll(server.flightTarget, 240);
});

afterAll(() => server.dispose());

const metric = async (line: string, { url } = server): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = text.split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? 0 : Number(found.slice(line.length + 1));
};

const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Takes many seconds: ten times the median of 3,600 series at 11,000 steps. */
function heavyUrl(): string {
  const end = Math.floor(Date.now() / 1000);
  const medians = Array.from({ length: 10 }, (_, i) => `quantile(0.${i}, {__name__=~".+"})`);
  const query = encodeURIComponent(medians.join(' + '));
  return `${server.url}/api/v1/query_range?query=${query}&start=${end - 11_000}&end=${end}&step=1`;
}

test('GET and POST give the same answer; gzip on demand', async () => {
  const query = 'count by (namespace) (container_memory_working_set_bytes)';
  const time = String(Date.now() / 1000);
  const get = await (await fetch(`${server.url}/api/v1/query?${new URLSearchParams({ query, time })}`)).text();
  const body = new URLSearchParams({ query, time });
  const post = await fetch(`${server.url}/api/v1/query`, { method: 'POST', body });
  expect(post.headers.get('content-type')).toBe('application/json');
  expect(await post.text()).toBe(get);
  expect(JSON.parse(get)).toMatchObject({ status: 'success', data: { resultType: 'vector' } });

  const search = new URLSearchParams({ 'match[]': '{__name__=~".+"}' });
  const plain = await raw(`/api/v1/series?${search}`, {});
  const packed = await raw(`/api/v1/series?${search}`, { 'accept-encoding': 'gzip' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.body.length).toBeLessThan(plain.body.length / 5);
  expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
  expect((JSON.parse(plain.body.toString()) as { data: unknown[] }).data).toHaveLength(SERIES);
  expect((await raw('/api/v1/labels', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBeUndefined();
});

test('a client that goes away cancels its query', async () => {
  const before = await metric('mytsdb_query_errors_total{route="/query_range",type="canceled"}');
  const aborted = new AbortController();
  const answer = fetch(heavyUrl(), { signal: aborted.signal });
  await until(async () => (await metric('mytsdb_queries{state="running"}')) === 1);
  const active = (await (await fetch(`${server.url}/api/v1/status/active_queries`)).json()) as {
    data: { queries: { path: string; state: string; query: string }[] };
  };
  expect(active.data.queries).toMatchObject([{ path: '/query_range', state: 'running' }]);
  // A heavy query delays neither health nor another query.
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect((await fetch(`${server.url}/api/v1/query?query=1`)).status).toBe(200);
  aborted.abort();
  await expect(answer).rejects.toThrow('abort');
  await until(
    async () => (await metric('mytsdb_query_errors_total{route="/query_range",type="canceled"}')) === before + 1,
  );
  expect(await metric('mytsdb_queries{state="running"}')).toBe(0);
});

test('an active query is cancelled by its id, and its client told 499', async () => {
  const answer = fetch(heavyUrl());
  await until(async () => (await metric('mytsdb_queries{state="running"}')) === 1);
  const { data } = (await (await fetch(`${server.url}/api/v1/status/active_queries`)).json()) as {
    data: { queries: { id: string }[] };
  };
  const cancel = (): Promise<Response> =>
    fetch(`${server.url}/api/v1/status/active_queries/cancel`, {
      method: 'POST',
      body: new URLSearchParams({ id: data.queries[0]?.id ?? '' }),
    });
  expect((await cancel()).status).toBe(200);
  const cancelled = await answer;
  expect(cancelled.status).toBe(499);
  expect(await cancelled.json()).toMatchObject({ errorType: 'canceled' });
  expect((await cancel()).status).toBe(404);
});

test('status/tsdb counts what is there', async () => {
  const get = async (path: string): Promise<unknown> => (await (await fetch(server.url + path)).json()) as unknown;
  const { data: all } = (await get('/api/v1/series?match[]={__name__!=""}')) as { data: { __name__: string }[] };
  const requests = all.filter(({ __name__: name }) => name === 'http_requests_total').length;
  const { data } = (await get('/api/v1/status/tsdb?limit=1000')) as {
    data: { headStats: { numSeries: number }; seriesCountByMetricName: { name: string; value: number }[] };
  };
  expect(data.headStats.numSeries).toBe(all.length);
  expect(data.seriesCountByMetricName).toContainEqual({ name: 'http_requests_total', value: requests });
});

test('timeout ends a query with 503', async () => {
  const response = await fetch(`${heavyUrl()}&timeout=100ms`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ status: 'error', errorType: 'timeout' });
});

test('a form over the limit is refused by its declared length', async () => {
  const response = await fetch(`${server.url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: 'x'.repeat(2_000) }),
  });
  expect(response.status).toBe(413);
  expect(((await response.json()) as { error: string }).error).toContain('--max-form-bytes');
  expect(await metric('mytsdb_limit_passed_total{limit="form_bytes"}')).toBe(1);
});

test('paths that nobody serves, wrong methods, CORS and OPTIONS', async () => {
  for (const path of ['/nothing', '/api/v1/nothing', '/api/v2/query', '/assets/../package.json', '/assets/none.js']) {
    const response = await fetch(server.url + path);
    expect(response.status, path).toBe(404);
    expect(await response.text(), path).toBe('404 page not found\n');
  }
  expect((await fetch(`${server.url}/api/v1/query`, { method: 'PUT' })).status).toBe(405);
  const preflight = await fetch(`${server.url}/api/v1/query`, {
    method: 'OPTIONS',
    headers: { origin: 'http://a.example' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect((await fetch(`${server.url}/api/v1/query?query=1`)).headers.get('access-control-allow-origin')).toBeNull();
});

test('metadata of the seed is there', async () => {
  const { data } = (await (await fetch(`${server.url}/api/v1/metadata?metric=http_requests_total`)).json()) as {
    data: Record<string, { type: string }[]>;
  };
  expect(data['http_requests_total']?.[0]?.type).toBe('counter');
});

test('SIGTERM in the middle of a query: the query ends, then the server, with 0', async () => {
  const other = await startServerProcess(['--query-timeout', '2s']);
  try {
    await seedAll(other.flightTarget, 240);
    const running = fetch(heavyUrl().replace(server.url, other.url)).then((response) => response.status);
    await until(async () => (await metric('mytsdb_queries{state="running"}', other)) === 1);
    const { code } = await other.stop();
    expect(code).toBe(0);
    expect(await running).toBe(503);
  } finally {
    await other.dispose();
  }
});

test('connections over the limit are closed and counted; the others go on', async () => {
  const small = await startServerProcess(['--max-connections', '2']);
  const port = Number(new URL(small.url).port);
  const sockets = Array.from({ length: 5 }, () => connect(port, '127.0.0.1'));
  try {
    const closed = sockets.map((socket) => new Promise((resolve) => socket.on('error', () => {}).on('close', resolve)));
    await Promise.race(closed);
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    // Until the server has seen the ends of these, it drops the next one too.
    let text = '';
    await until(() =>
      fetch(`${small.url}/metrics`).then(
        async (answer) => (text = await answer.text()) !== '',
        () => false,
      ),
    );
    expect(text).toMatch(/mytsdb_limit_passed_total\{limit="connections"\} [1-9]\d*\n/);
  } finally {
    await small.dispose();
  }
});

/** fetch decompresses by itself; this does not. */
function raw(
  path: string,
  headers: Record<string, string>,
): Promise<{ headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(server.url + path, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts) }));
    })
      .on('error', reject)
      .end();
  });
}

test('a query that its thread does not survive: 500, and the log says which request it was', async () => {
  const small = await startServerProcess(['--query-worker-heap', '64MiB']);
  try {
    await seedAll(small.flightTarget, 4);
    const end = Math.floor(Date.now() / 1000);
    // Millions of labels on the heap.
    const copies = Array.from({ length: 60 }, (_, i) => `label_replace({__name__=~".+"}, "copy", "${i}", "", "")`);
    const query = encodeURIComponent(copies.join(' or '));
    const url = `${small.url}/api/v1/query?query=${query}&time=${end}`;
    const answer = await fetch(url, { headers: { 'x-request-id': 'heavy-1' } });
    expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('--query-worker-heap')]);
    const lines = (): unknown[] =>
      small
        .output()
        .split('\n')
        .filter((line) => line.includes('heavy-1') && line.endsWith('}'))
        .map((line) => JSON.parse(line));
    await expect.poll(lines).toMatchObject([
      { msg: 'a query thread ended', requestId: 'heavy-1', path: '/query' },
      { msg: 'query failed', requestId: 'heavy-1' },
    ]);
    expect((await fetch(`${small.url}/api/v1/query?query=1`)).status).toBe(200);
  } finally {
    await small.dispose();
  }
});
