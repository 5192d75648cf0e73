import { emptyHistogram, type Histogram } from '@chimera/tsdb-model';
import { expect, it } from 'vitest';
import { HistogramChunkEncoder } from './histogram-chunk.ts';

const exponential: Histogram = {
  ...emptyHistogram(-3),
  counterResetHint: 'gauge',
  zeroThreshold: 2 ** -128,
  zeroCount: 2,
  count: 21.5,
  sum: -7.25,
  positiveSpans: [
    { offset: -40, length: 2 },
    { offset: 70_000, length: 1 },
  ],
  positiveBuckets: Float64Array.of(1, 2.5, 3),
  negativeSpans: [{ offset: 0, length: 1 }],
  negativeBuckets: Float64Array.of(13),
};
const custom: Histogram = {
  ...emptyHistogram(-53, Float64Array.of(0.005, 0.1, 1 / 3, 25, 40_000)),
  counterResetHint: 'reset',
  count: 6,
  sum: 12,
  positiveSpans: [{ offset: 0, length: 6 }],
  positiveBuckets: Float64Array.of(1, 1, 1, 1, 1, 1),
};

// From Prometheus' own encoder (tsdb/chunkenc 0.315), at 1760000000000 and at 5.
it.each<[string, Histogram, number, string]>([
  [
    'exponential buckets',
    exponential,
    1_760_000_000_000,
    '0001c074aca5dd88fc88b8462fe000199c82cc00040358000000000004000000000000000c01d0000000000003ff000000000000040040000000000004008000000000000402a0000000000000',
  ],
  [
    'a zero threshold that is no power of two',
    { ...exponential, zeroThreshold: 1e-128 },
    5,
    '0001c0ff255bba08cf8c979daca5dd88fc88b8462c2a01ac000000000002000000000000000600e8000000000001ff80000000000002002000000000000200400000000000020150000000000000',
  ],
  [
    'custom buckets',
    custom,
    5,
    '00018000ee5c6c56dc651feaaaaaaaaaaaaafc30d49038e2000000000030a8030000000000000000000000000000080500000000000007fe00000000000007fe00000000000007fe00000000000007fe00000000000007fe00000000000007fe00000000000000',
  ],
])('%s are the bytes that Prometheus writes', (_, histogram, timestampMs, expected) => {
  const data = new HistogramChunkEncoder().encode(timestampMs, histogram);
  expect(Buffer.from(data).toString('hex')).toBe(expected);
});
