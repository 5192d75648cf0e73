/** Queries over Flight against the whole server: the same samples as over HTTP. */
import type { FlightClient } from '@chimera/ingest-flight';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, SERIES, seedAll } from './testing/seed.ts';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess;
let client: FlightClient;

beforeAll(async () => {
  server = await startServerProcess(['--query-timeout', '20s']);
  await seedAll(server.flightTarget, 4);
  client = await connect(server.flightTarget);
});

afterAll(async () => {
  client.close();
  await server.dispose();
});

test('a range query gives what query_range gives', async () => {
  const end = Math.floor(Date.now() / 1_000);
  const params = {
    query: 'count by (__name__) ({__name__=~"node_.+"})',
    start: `${end - 60}`,
    end: `${end}`,
    step: '15',
  };
  const response = await fetch(`${server.url}/api/v1/query_range?${new URLSearchParams(params)}`);
  const { data } = (await response.json()) as {
    data: { result: { metric: Record<string, string>; values: [number, string][] }[] };
  };
  const expected = data.result.flatMap(({ metric, values }) =>
    values.map(([time, value]) => ({ timestamp: time * 1_000, ...metric, value: Number(value) })),
  );
  expect(expected.length).toBeGreaterThan(10);
  const rows = (await client.query(params)).flatMap((batch) => batch.toArray().map((row) => row?.toJSON()));
  expect(rows).toEqual(expected);
});

test('all series at one moment', async () => {
  const batches = await client.query({ query: '{__name__!=""}' });
  expect(batches.reduce((sum, { numRows }) => sum + numRows, 0)).toBe(SERIES);
});

test('a scalar is a row without labels', async () => {
  const [batch] = await client.query({ query: '-1/0', time: '12.5' });
  expect(batch?.toArray().map((row) => row?.toJSON())).toEqual([
    { timestamp: 12_500, value: Number.NEGATIVE_INFINITY },
  ]);
});

test.each([
  [{ query: 'up{' }, 3, 'parse error'],
  [{ query: 'up', start: '1', end: '2' }, 3, 'invalid parameter "step"'],
  [{ query: '"text"' }, 3, 'is a text'],
  [{ query: 'up', start: '0', end: '1000000', step: '1' }, 8, 'exceeded maximum resolution'],
])('%j: status %i', async (params, code, details) => {
  await expect(client.query(params)).rejects.toMatchObject({ code, details: expect.stringContaining(details) });
});
