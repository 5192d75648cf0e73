/** MyTSDB's families file says what the server says: a renamed metric breaks boards and alerts. */
import { expect, test } from 'vitest';
import { mytsdb } from '../bench/peers.ts';
import { startServer } from '../bench/server.ts';
import { familiesOfComponents } from './families-of-components.ts';

test('names and types are those of /metrics', async () => {
  const server = await startServer({ ...(await mytsdb()), readyPath: '/-/ready' });
  let text: string;
  try {
    await server.request('GET', '/api/v1/query?query=up');
    text = (await server.request('GET', '/metrics')).body.toString();
  } finally {
    await server.stop();
  }
  const served = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
  const withSeries = [...served].filter(([name]) => new RegExp(`^${name}(_count)?[ {]`, 'm').test(text));
  const file = familiesOfComponents().find(({ component }) => component === 'mytsdb');
  const told = new Map(file?.families.expositions.flatMap(({ types }) => [...types]));
  for (const [name, type] of told) expect(served.get(name), name).toBe(type);
  const missing = withSeries.map(([name]) => name).filter((name) => !told.has(name));
  expect(missing, 'add them to mytsdb.families.txt').toEqual([]);
}, 60_000);
