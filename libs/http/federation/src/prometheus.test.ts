/** How Debian's Prometheus scrapes `/federate` (`npm run prove -- record-clients`): its line, its headers, its answer. */
import { readFileSync } from 'node:fs';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createFederationHandler } from './index.ts';

const NOW = 1_700_000_000_000;

const [{ method, url, headers }] = JSON.parse(
  readFileSync(new URL('testdata/prometheus-2.42.json', import.meta.url), 'utf8'),
) as [{ readonly method: string; readonly url: string; readonly headers: { readonly accept: string } }];

test('the series of its selectors, in a format that it accepts', async () => {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  expect(pathname).toBe('/federate');
  const selectors = searchParams.getAll('match[]');
  expect(selectors).toEqual(['{__name__=~"fed_.*",job!="left-out"}', 'up']);

  const store = createMemoryStorage();
  const counts = new AppendCounts();
  const put = (labels: Record<string, string>, value: number): void => {
    const ref = store.series(labelsFrom(labels)) as number;
    store.append(ref, Float64Array.of(NOW - 1_000), Float64Array.of(value), 0, 1, counts);
  };
  put({ __name__: 'fed_value', job: 'theirs', instance: 'i:9100', path: 'a"b\\c\nd' }, 1.25);
  put({ __name__: 'fed_value', job: 'left-out' }, 2);
  put({ __name__: 'up', job: 'theirs' }, 1);
  put({ __name__: 'other' }, 3);
  const handle = createFederationHandler({ queryable: store, now: () => NOW, lookbackMs: 300_000 });
  const answer = await handle({ method, selectors, accept: headers.accept });
  expect(answer.status).toBe(200);
  // It would rather have protobuf, which is not had here; OpenMetrics comes next.
  expect(answer.headers['content-type']).toMatch(/^application\/openmetrics-text; ?version=1.0.0/);
  const text = Buffer.concat(answer.chunks as Uint8Array[]).toString();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const seconds = '1699999999.000';
  expect(lines).toEqual([
    `fed_value{instance="i:9100",job="theirs",path="a\\"b\\\\c\\nd"} 1.25 ${seconds}`,
    `up{job="theirs",instance=""} 1 ${seconds}`,
  ]);
  expect(text.endsWith('# EOF\n')).toBe(true);
});
