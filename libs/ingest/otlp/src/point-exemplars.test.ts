import { formatLabels } from '@chimera/tsdb-model';
import { createMemoryStorage, type Exemplar } from '@chimera/tsdb-storage';
import { expect, it } from 'vitest';
import { OtlpMetricsDecoder } from './decode-metrics.ts';
import { encodeMetrics, oracleAttributes } from './otlp.oracle.ts';

const T = 1_760_000_000_000;
const TRACE = Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex');
const SPAN = Buffer.from('b7ad6b7169203331', 'hex');

function setup() {
  const store = createMemoryStorage();
  const names: string[] = [];
  const kept: Record<string, Exemplar[]> = {};
  const decoder = new OtlpMetricsDecoder({
    ...store,
    series: (labels) => {
      const ref = store.series(labels);
      names[ref as number] = formatLabels(labels);
      return ref;
    },
    appendExemplar: (ref, exemplar) => {
      (kept[names[ref] as string] ??= []).push(exemplar);
      return null;
    },
  });
  return { kept, send: (metric: object) => decoder.decode(encodeMetrics([metric])) };
}

const exemplar = (asDouble: number, more: object = {}) => ({
  ...{ timeUnixNano: `${T + 5}000000`, asDouble, traceId: TRACE, spanId: SPAN, ...more },
});
const IDS = ['span_id', 'b7ad6b7169203331', 'trace_id', '0af7651916cd43dd8448eb211c80319c'];

it('of sums go to their series, with ids in hexadecimal and attributes as labels', () => {
  const { kept, send } = setup();
  const dataPoints = [
    {
      timeUnixNano: `${T}000000`,
      asInt: 5,
      exemplars: [
        exemplar(1.5, { filteredAttributes: oracleAttributes({ user: 'ann', n: 7 }) }),
        { timeUnixNano: `${T + 6}000000`, asInt: -3, traceId: Buffer.alloc(16) },
      ],
    },
  ];
  const outcome = send({ name: 'n', sum: { dataPoints, aggregationTemporality: 2, isMonotonic: true } });
  expect(outcome).toMatchObject({ exemplars: 2, counts: { accepted: 1 } });
  expect(kept).toEqual({
    n_total: [
      { labels: ['n', '7', ...IDS, 'user', 'ann'], value: 1.5, timestampMs: T + 5 },
      { labels: [], value: -3, timestampMs: T + 6 },
    ],
  });
});

it('of histograms go to the bucket that counts them', () => {
  const { kept, send } = setup();
  const histogram = { count: 4, sum: 9, bucketCounts: [1, 2, 1], explicitBounds: [1, 2.5] };
  const exemplars = [exemplar(1), exemplar(1.1), exemplar(99)];
  send({ name: 'h', histogram: { dataPoints: [{ ...histogram, exemplars }], aggregationTemporality: 2 } });
  expect(
    Object.fromEntries(Object.entries(kept).map(([name, list]) => [name, list.map(({ value }) => value)])),
  ).toEqual({
    'h_bucket{le="1"}': [1],
    'h_bucket{le="2.5"}': [1.1],
    'h_bucket{le="+Inf"}': [99],
  });
});

it('of exponential histograms go to the native histogram', () => {
  const { kept, send } = setup();
  const dataPoints = [{ count: 1, zeroCount: 1, exemplars: [exemplar(0)] }];
  send({ name: 'e', exponentialHistogram: { dataPoints, aggregationTemporality: 2 } });
  expect(kept).toEqual({ e: [{ labels: IDS, value: 0, timestampMs: T + 5 }] });
});

it('lose their attributes when all labels together have more than 128 characters', () => {
  const { kept, send } = setup();
  const filteredAttributes = oracleAttributes({ long: 'x'.repeat(70) });
  send({ name: 'g', gauge: { dataPoints: [{ asInt: 1, exemplars: [exemplar(1, { filteredAttributes })] }] } });
  expect(kept['g']?.[0]?.labels).toEqual(IDS);
});

it('of a point that is refused are not kept, and do not turn up with the next one', () => {
  const { kept, send } = setup();
  const dataPoints = [{ scale: -9, exemplars: [exemplar(1)] }, { count: 0 }];
  expect(send({ name: 'e', exponentialHistogram: { dataPoints, aggregationTemporality: 2 } }).exemplars).toBe(0);
  expect(kept).toEqual({});
});
