/** Whether one sample is the expected one: floats nearly, stale markers exactly, histograms by structure. */
import { type Histogram, isStaleAt } from '@chimera/tsdb-model';
import { almostEqual } from './almost-equal.ts';
import { bucketsByIndex } from './histogram-buckets.ts';
import type { Point } from './point.ts';

/** A point from element `index` of a result's columns; the stale marker is told by its bits. */
export function pointAt(values: Float64Array, index: number, histogram: Histogram | null): Point {
  if (histogram !== null) return { kind: 'histogram', histogram, hintSet: false };
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  if (isStaleAt(words, index)) return { kind: 'stale' };
  return { kind: 'float', value: values[index] as number };
}

export function equalPoints(expected: Point, actual: Point): boolean {
  if (expected.kind === 'float' && actual.kind === 'float') return almostEqual(expected.value, actual.value);
  if (expected.kind === 'histogram' && actual.kind === 'histogram') {
    return equalHistograms(expected.histogram, actual.histogram, expected.hintSet);
  }
  return expected.kind === actual.kind;
}

/** Compares after compaction; the counter reset hint only when `withHint`. */
function equalHistograms(a: Histogram, b: Histogram, withHint: boolean): boolean {
  return (
    a.schema === b.schema &&
    almostEqual(a.count, b.count) &&
    almostEqual(a.sum, b.sum) &&
    String(a.customValues ?? []) === String(b.customValues ?? []) &&
    a.zeroThreshold === b.zeroThreshold &&
    almostEqual(a.zeroCount, b.zeroCount) &&
    equalBuckets(
      bucketsByIndex(a.positiveSpans, a.positiveBuckets),
      bucketsByIndex(b.positiveSpans, b.positiveBuckets),
    ) &&
    equalBuckets(
      bucketsByIndex(a.negativeSpans, a.negativeBuckets),
      bucketsByIndex(b.negativeSpans, b.negativeBuckets),
    ) &&
    (!withHint || a.counterResetHint === b.counterResetHint)
  );
}

function equalBuckets(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean {
  if (a.size !== b.size) return false;
  for (const [index, count] of a) {
    const other = b.get(index);
    if (other === undefined || !almostEqual(count, other)) return false;
  }
  return true;
}
