import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeSingleBytes } from './messages.ts';
import { type QueryServer, startQueryServer } from './testing/query-server.ts';

let server: QueryServer;

beforeEach(async () => {
  server = await startQueryServer();
  server.script.names = [['up', 'weird "name"']];
});
afterEach(() => server.close());

test('ListFlights: a flight per metric name, whose ticket selects it', async () => {
  const flights = await server.stream('listFlights', Buffer.alloc(0));
  expect(flights.length).toBe(2);
  expect(flights[1]!.includes('{"query":"{__name__=\\"weird \\\\\\"name\\\\\\"\\"}"}')).toBe(true);
  expect(server.script.listed).toEqual([{ kind: 'prefix', prefix: '' }]);
});

test('all names, part after part, however many', async () => {
  const parts = Array.from({ length: 3 }, (_, i) => Array.from({ length: 1_000 }, (__, k) => `metric_${i}_${k}`));
  server.script.names = parts;
  const flights = await server.stream('listFlights', Buffer.alloc(0));
  expect(flights.length).toBe(3_000);
  expect(parts.flat().every((name, i) => flights[i]?.includes(name))).toBe(true);
});

test.each([
  ['node_', { kind: 'prefix', prefix: 'node_' }],
  ['{job="a"}', { kind: 'selector', selector: '{job="a"}' }],
  ['up{job="a"}', { kind: 'selector', selector: 'up{job="a"}' }],
])('the criteria %s', async (text, criteria) => {
  await server.stream('listFlights', encodeSingleBytes(Buffer.from(text)));
  expect(server.script.listed).toEqual([criteria]);
});

test('criteria that are not text are refused', async () => {
  await expect(server.stream('listFlights', encodeSingleBytes(Buffer.of(0xff)))).rejects.toMatchObject({
    code: 3,
    details: expect.stringContaining('a PromQL series selector'),
  });
  expect(server.script.listed).toEqual([]);
});
