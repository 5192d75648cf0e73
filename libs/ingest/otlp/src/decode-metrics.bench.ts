/** Decoding an export of 10,000 data points, as one metric with many points and as many metrics with one point. */
import type { Appender } from '@chimera/tsdb-storage';
import { bench, describe } from 'vitest';
import { OtlpMetricsDecoder } from './decode-metrics.ts';
import { encodeMetrics, oracleAttributes } from './otlp.oracle.ts';

const POINTS = 10_000;

/** Takes everything and keeps nothing: only decoding is measured. */
function countingAppender(): Appender {
  let series = 0;
  return {
    series: () => series++,
    isLive: () => true,
    append: (_ref, _timestamps, _values, from, to, counts) => {
      counts.accepted += to - from;
    },
    appendRegular: () => {},
    appendHistogram: () => {},
    metadata: () => {},
  };
}

function request(metrics: number): Buffer {
  const dataPoints = Array.from({ length: POINTS / metrics }, (_, i) => ({
    attributes: oracleAttributes({ 'http.method': 'GET', 'http.route': `/api/items/${i}`, 'net.host.name': 'cart' }),
    timeUnixNano: '1760000000000000000',
    asDouble: i,
  }));
  const list = Array.from({ length: metrics }, (_, m) => ({
    name: `http.server.requests.${m}`,
    description: 'Requests served.',
    unit: '{request}',
    sum: { dataPoints, aggregationTemporality: 2, isMonotonic: true },
  }));
  return encodeMetrics(list, { 'service.name': 'cart', 'service.instance.id': 'i-1', 'host.name': 'h' });
}

describe('10,000 data points', () => {
  for (const metrics of [1, 100, 10_000]) {
    const decoder = new OtlpMetricsDecoder(countingAppender());
    const body = request(metrics);
    bench(`in ${metrics} metrics`, () => void decoder.decode(body));
  }
});
