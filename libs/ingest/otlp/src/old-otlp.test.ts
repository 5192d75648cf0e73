/** What clients of 2021 send: OTLP 0.11, as collector 0.38 wrote it, and the kinds of data that were deprecated then. */
import { readFileSync } from 'node:fs';
import { formatLabels } from '@chimera/tsdb-model';
import { createMemoryStorage, SampleBuffer } from '@chimera/tsdb-storage';
import { expect, it } from 'vitest';
import { OtlpMetricsDecoder } from './decode-metrics.ts';
import { encodeOldRequest, oracleAttributes } from './otlp.oracle.ts';

const T = 1_760_000_000_000;

async function decode(body: Uint8Array) {
  const store = createMemoryStorage();
  const exemplars: number[] = [];
  const appendExemplar = (_: number, { value }: { value: number }) => {
    exemplars.push(value);
    return null;
  };
  const decoder = new OtlpMetricsDecoder({ ...store, appendExemplar });
  decoder.decode(body);
  // Again, from the caches.
  const outcome = decoder.decode(body);
  const range = { minMs: -Infinity, maxMs: Infinity };
  const set = await store.querier().select([], range);
  const buffer = new SampleBuffer();
  const samples: Record<string, number> = {};
  set.labels.forEach((labels, index) => {
    set.read(index, range, buffer);
    expect([buffer.count, buffer.timestamps[0]]).toEqual([1, T]);
    samples[formatLabels(labels)] = buffer.values[0];
  });
  return { outcome, samples, exemplars };
}

it('the bytes of collector 0.38', async () => {
  const bytes = readFileSync(new URL('testdata/collector-0.38/metrics.bin', import.meta.url));
  const { outcome, samples, exemplars } = await decode(bytes);
  expect(outcome).toMatchObject({ dataPoints: 4, rejectedPoints: 0 });
  const target = 'instance="i-1", job="cart"';
  expect(samples).toEqual({
    [`system_memory_usage_bytes{${target}, state="used"}`]: 1_234_567,
    [`http_requests_total{${target}, method="GET"}`]: 42.5,
    [`latency_milliseconds_bucket{${target}, le="0.1", route="/"}`]: 1,
    [`latency_milliseconds_bucket{${target}, le="2.5", route="/"}`]: 3,
    [`latency_milliseconds_bucket{${target}, le="+Inf", route="/"}`]: 6,
    [`latency_milliseconds_count{${target}, route="/"}`]: 6,
    [`latency_milliseconds_sum{${target}, route="/"}`]: 3.5,
    [`rpc{${target}, quantile="0.5"}`]: 7,
    [`rpc_sum{${target}}`]: 12,
    [`rpc_count{${target}}`]: 9,
    [`target_info{host_name="h", ${target}}`]: 1,
  });
  expect(exemplars).toEqual([1, 1]);
});

it.each(['first', 'later'])(
  'integers, and labels, in the %s field of instrumentation library metrics',
  async (field) => {
    const timeUnixNano = `${T}000000`;
    const labels = [{ key: 'a.b', value: 'x' }];
    const exemplars = [{ timeUnixNano, value: 3 }];
    const metrics = [
      { name: 'g', intGauge: { dataPoints: [{ labels, timeUnixNano, value: -5 }] } },
      { name: 'd', gauge: { dataPoints: [{ labels, timeUnixNano, asDouble: 1.5 }] } },
      {
        name: 's',
        intSum: { dataPoints: [{ timeUnixNano, value: 9, exemplars }], aggregationTemporality: 2, isMonotonic: true },
      },
      {
        name: 'h',
        intHistogram: {
          dataPoints: [{ labels, timeUnixNano, count: 3, sum: -7, bucketCounts: [1, 2], explicitBounds: [2] }],
          aggregationTemporality: 2,
        },
      },
    ];
    const resource = { attributes: oracleAttributes({ 'service.name': 'cart' }) };
    const request = encodeOldRequest({ resourceMetrics: [{ resource, [field]: [{ metrics }] }] });
    const { outcome, samples, exemplars: kept } = await decode(request);
    expect(outcome).toMatchObject({ dataPoints: 4, rejectedPoints: 0 });
    expect(samples).toEqual({
      'g{a_b="x", job="cart"}': -5,
      'd{a_b="x", job="cart"}': 1.5,
      's_total{job="cart"}': 9,
      'h_bucket{a_b="x", job="cart", le="2"}': 1,
      'h_bucket{a_b="x", job="cart", le="+Inf"}': 3,
      'h_count{a_b="x", job="cart"}': 3,
      'h_sum{a_b="x", job="cart"}': -7,
    });
    expect(kept).toEqual([3, 3]);
  },
);
