/** What Debian's Prometheus asked (`npm run prove -- record-clients`): the request's bytes, and the answer it must get. */
import { readFileSync } from 'node:fs';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { uncompressSync } from 'snappy';
import { expect, test } from 'vitest';
import { decodeReadRequest } from './decode-request.ts';
import { createRemoteReadHandler } from './index.ts';
import { decodeMessage } from './read.oracle.ts';

const T = 1_700_000_000_000;
const MINUTE_MS = 60_000;

const [request] = JSON.parse(readFileSync(new URL('testdata/prometheus-2.42.json', import.meta.url), 'utf8')) as [
  { readonly method: string; readonly body: string },
];
const body = Buffer.from(request.body, 'base64');

test('the request asks for samples of five minutes, with matchers of every kind', () => {
  const { queries, responseType } = decodeReadRequest(uncompressSync(body) as Buffer);
  expect(responseType).toBe('SAMPLES');
  expect(queries).toEqual([
    {
      range: { minMs: T - 5 * MINUTE_MS, maxMs: T },
      matchers: [
        { name: 'pod', type: '=~', value: 'p-1.*' },
        { name: 'zone', type: '!=', value: 'a' },
        { name: 'room', type: '!~', value: 'x|y' },
        { name: '__name__', type: '=', value: 'read_value' },
      ],
    },
  ]);
});

test('the answer has the samples in the range, of the series that match', async () => {
  const store = createMemoryStorage();
  const counts = new AppendCounts();
  const put = (labels: Record<string, string>): void => {
    const ref = store.series(labelsFrom({ __name__: 'read_value', ...labels })) as number;
    store.append(
      ref,
      Float64Array.of(T - 6 * MINUTE_MS, T - MINUTE_MS, T, T + 1),
      Float64Array.of(1, 2, 3, 4),
      0,
      4,
      counts,
    );
  };
  put({ pod: 'p-1', zone: 'b' });
  put({ pod: 'p-12', zone: 'c', room: 'z' });
  put({ pod: 'p-1', zone: 'a' });
  put({ pod: 'p-2', zone: 'b' });
  put({ pod: 'p-1', zone: 'b', room: 'y' });
  const answer = await createRemoteReadHandler({ queryable: store })({ method: request.method, body });
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({ 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' });
  const { results } = decodeMessage('ReadResponse', uncompressSync(answer.body as Buffer) as Buffer);
  const samples = [
    { timestamp: T - MINUTE_MS, value: 2 },
    { timestamp: T, value: 3 },
  ];
  const labels = (pairs: Record<string, string>) => Object.entries(pairs).map(([name, value]) => ({ name, value }));
  expect(results).toMatchObject([
    {
      timeseries: [
        { labels: labels({ __name__: 'read_value', pod: 'p-1', zone: 'b' }), samples },
        { labels: labels({ __name__: 'read_value', pod: 'p-12', room: 'z', zone: 'c' }), samples },
      ],
    },
  ]);
});
