/** What Debian's Prometheus sent while it scraped odd texts (`npm run prove -- record-clients`), through the handler. */
import { readFileSync } from 'node:fs';
import { formatLabels, labelsFrom, type MetricMetadata } from '@chimera/tsdb-model';
import { createMemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createRemoteWriteHandler } from './index.ts';

type Recorded = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

const requests = JSON.parse(
  readFileSync(new URL('testdata/prometheus-2.42.json', import.meta.url), 'utf8'),
) as Recorded[];

/** Replays all requests in their order. Samples by series: the value, 'stale', or the histogram. */
async function replay() {
  const store = createMemoryStorage();
  const metadata: Record<string, MetricMetadata> = {};
  const exemplars: string[] = [];
  const handle = createRemoteWriteHandler({
    appender: {
      ...store,
      metadata: (family, entry) => {
        metadata[family] = entry;
      },
      appendExemplar: (_, { labels, value }) => {
        exemplars.push(`${formatLabels(labels)} ${value}`);
        return null;
      },
    },
  });
  const statuses = [];
  for (const { headers, body } of requests) {
    statuses.push((await handle({ headers, body: Buffer.from(body, 'base64') })).status);
  }
  const range = { minMs: -Infinity, maxMs: Infinity };
  const set = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  const samples: Record<string, unknown[]> = {};
  const times: Record<string, number[]> = {};
  set.labels.forEach((labels, index) => {
    set.read(index, range, buffer);
    const name = formatLabels(labels).replace(/instance="[^"]*"/, 'instance="i"');
    times[name] = [...buffer.timestamps.subarray(0, buffer.count)];
    samples[name] = times[name].map((_, i) =>
      buffer.hasStale && buffer.stale[i] === 1 ? 'stale' : (buffer.histograms?.[i] ?? buffer.values[i]),
    );
  });
  return { statuses, samples, times, metadata, exemplars };
}

test('every request is taken', async () => {
  const { statuses } = await replay();
  expect(statuses.length).toBeGreaterThan(5);
  expect(new Set(statuses)).toEqual(new Set([204]));
  expect(requests[0]?.headers).toMatchObject({
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
  });
});

test('values, odd ones and the end of a series', async () => {
  const { samples, times } = await replay();
  const job = 'instance="i", job="text"';
  const path = '/a"b\\c\nd é';
  const counter = formatLabels(
    labelsFrom({ __name__: 'proof_requests_total', code: '200', instance: 'i', job: 'text', path }),
  );
  expect(samples[counter]).toEqual([3, 6, 9, 12, 15, 18]);
  expect(samples[`proof_vanishing{${job}}`]).toEqual([1, 2, 3, 4, 'stale']);
  expect(times[`proof_vanishing{${job}}`]).toEqual(times[counter]?.slice(0, 5));
  const odd = (value: string): unknown[] | undefined => samples[`proof_odd{${job}, value="${value}"}`];
  expect(odd('nan')).toEqual([NaN, NaN, NaN, NaN, NaN, NaN]);
  expect(odd('inf')?.[0]).toBe(Infinity);
  expect(odd('-inf')?.[0]).toBe(-Infinity);
  expect(odd('smallest')?.[0]).toBe(5e-324);
  expect(odd('largest')?.[0]).toBe(Number.MAX_VALUE);
  expect(odd('growing')).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
  expect(samples[`proof_seconds_bucket{${job}, le="0.1"}`]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(samples[`up{${job}}`]).toEqual([1, 1, 1, 1, 1, 1]);
  const gaps = (times[counter] ?? []).slice(1).map((time, i) => time - (times[counter]?.[i] ?? 0));
  for (const gap of gaps) expect(Math.abs(gap - 1_000)).toBeLessThan(200);
});

test('native histograms', async () => {
  const { samples } = await replay();
  const histograms = samples['proof_native_seconds{instance="i", job="protobuf", route="/"}'];
  expect(histograms?.length).toBeGreaterThanOrEqual(5);
  histograms?.forEach((histogram, i) => {
    const scrape = i + 1;
    expect(histogram).toMatchObject({
      ...{ schema: 3, count: 10 * scrape, sum: 2.5 * scrape, zeroThreshold: 1e-6, zeroCount: scrape },
      negativeSpans: [{ offset: 1, length: 1 }],
      negativeBuckets: Float64Array.of(2 * scrape),
      positiveSpans: [
        { offset: -5, length: 2 },
        { offset: 3, length: 1 },
      ],
      positiveBuckets: Float64Array.of(3 * scrape, scrape, 3 * scrape),
    });
  });
});

test('exemplars and metadata', async () => {
  const { exemplars, metadata } = await replay();
  expect(exemplars).toContain('{trace_id="t-1"} 1.5');
  expect(exemplars).toContain('{trace_id="t-6"} 6.5');
  expect(exemplars).toContain('{trace_id="bucket-3"} 0.05');
  expect(metadata['proof_requests']).toEqual({
    ...{ type: 'counter', unit: '', help: 'Requests, with "quotes" and a \\ in the help.' },
  });
  expect(metadata['proof_seconds']).toEqual({ type: 'histogram', unit: 'seconds', help: '' });
  expect(metadata['proof_native_seconds']).toEqual({ type: 'histogram', unit: '', help: 'A native histogram.' });
});
