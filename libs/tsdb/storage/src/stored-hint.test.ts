import { emptyHistogram, type Histogram } from '@chimera/tsdb-model';
import { expect, test } from 'vitest';
import { storedHint } from './index.ts';

function counting(count: number, changes: Partial<Histogram> = {}): Histogram {
  return {
    ...emptyHistogram(0),
    count,
    positiveSpans: [{ offset: 0, length: 1 }],
    positiveBuckets: Float64Array.of(count),
    ...changes,
  };
}

test('a counter that grew was not reset, whatever the sender said', () => {
  expect(storedHint(counting(2), counting(1))).toBe('not_reset');
  expect(storedHint(counting(1), counting(1))).toBe('not_reset');
  expect(storedHint(counting(1, { counterResetHint: 'not_reset' }), counting(2))).toBe('unknown');
});

test.each([
  ['no sample before it', counting(1), null],
  ['a gauge before it', counting(2), counting(1, { counterResetHint: 'gauge' })],
  ['a reset that the sender knows of', counting(2, { counterResetHint: 'reset' }), counting(1)],
  ['another schema', counting(2, { schema: 1 }), counting(1)],
  ['another zero bucket', counting(2, { zeroThreshold: 0.1 }), counting(1)],
  [
    'other bounds',
    counting(2, { schema: -53, customValues: Float64Array.of(1) }),
    counting(1, { schema: -53, customValues: Float64Array.of(2) }),
  ],
  ['a bucket that fell', counting(2, { positiveBuckets: Float64Array.of(0) }), counting(1)],
])('unknown: %s', (_, histogram, previous) => {
  expect(storedHint(histogram, previous)).toBe('unknown');
});

test('a gauge is a gauge', () => {
  expect(storedHint(counting(2, { counterResetHint: 'gauge' }), counting(1))).toBe('gauge');
});
