/** Native histograms as bytes in shared memory (layout.ts). */
import { invariant } from '@chimera/errors';
import type { CounterResetHint, Histogram, Span } from '@chimera/tsdb-model';
import { f64Index, type HeapView, wordIndex } from './heap-view.ts';
import { HISTOGRAM_HEADER_BYTES } from './layout.ts';

const HINTS: readonly CounterResetHint[] = ['unknown', 'reset', 'not_reset', 'gauge'];

const HEADER_F64 = HISTOGRAM_HEADER_BYTES / 8;

/** Length in bytes of the encoded histogram. */
export function histogramBytes(histogram: Histogram): number {
  const { positiveSpans, negativeSpans, positiveBuckets, negativeBuckets, customValues } = histogram;
  const spans = positiveSpans.length + negativeSpans.length;
  return (
    HISTOGRAM_HEADER_BYTES +
    8 * (spans + positiveBuckets.length + negativeBuckets.length + (customValues === null ? 0 : customValues.length))
  );
}

/** Writes a histogram at a pointer with room for {@link histogramBytes}. */
export function writeHistogram(view: HeapView, pointer: number, histogram: Histogram): void {
  const { i32, u32, f64 } = view.memory(pointer);
  const { positiveSpans, negativeSpans, positiveBuckets, negativeBuckets, customValues } = histogram;
  const word = wordIndex(pointer);
  const float = f64Index(pointer);
  i32[word] = histogram.schema;
  u32[word + 1] = HINTS.indexOf(histogram.counterResetHint);
  f64[float + 1] = histogram.zeroThreshold;
  f64[float + 2] = histogram.zeroCount;
  f64[float + 3] = histogram.count;
  f64[float + 4] = histogram.sum;
  u32[word + 10] = positiveSpans.length;
  u32[word + 11] = negativeSpans.length;
  u32[word + 12] = positiveBuckets.length;
  u32[word + 13] = negativeBuckets.length;
  u32[word + 14] = customValues === null ? 0 : customValues.length + 1;
  u32[word + 15] = 0;
  let at = float + HEADER_F64;
  for (const { offset, length } of [...positiveSpans, ...negativeSpans]) {
    i32[2 * at] = offset;
    u32[2 * at + 1] = length;
    at++;
  }
  f64.set(positiveBuckets, at);
  f64.set(negativeBuckets, at + positiveBuckets.length);
  if (customValues !== null) f64.set(customValues, at + positiveBuckets.length + negativeBuckets.length);
}

/** Turns the hint of a stored histogram from `not_reset` to `unknown`: one word, true for readers before and after. */
export function forgetNotReset(view: HeapView, pointer: number): void {
  const { u32 } = view.memory(pointer);
  const at = wordIndex(pointer) + 1;
  if (HINTS[u32[at] as number] === 'not_reset') u32[at] = HINTS.indexOf('unknown');
}

/** Reads a histogram; its arrays are copies. */
export function readHistogram(view: HeapView, pointer: number): Histogram {
  const { i32, u32, f64 } = view.memory(pointer);
  const word = wordIndex(pointer);
  const float = f64Index(pointer);
  const hint = HINTS[u32[word + 1] as number];
  invariant(hint !== undefined, `BUG: histogram at ${pointer} has reset hint ${u32[word + 1]}`);
  let at = float + HEADER_F64;
  const spans = (count: number): Span[] =>
    Array.from({ length: count }, () => {
      const span = { offset: i32[2 * at] as number, length: u32[2 * at + 1] as number };
      at++;
      return span;
    });
  const floats = (count: number): Float64Array => {
    at += count;
    return new Float64Array(f64.subarray(at - count, at));
  };
  const positiveSpans = spans(u32[word + 10] as number);
  const negativeSpans = spans(u32[word + 11] as number);
  const positiveBuckets = floats(u32[word + 12] as number);
  const negativeBuckets = floats(u32[word + 13] as number);
  const customCount = u32[word + 14] as number;
  return {
    schema: i32[word] as number,
    counterResetHint: hint,
    zeroThreshold: f64[float + 1] as number,
    zeroCount: f64[float + 2] as number,
    count: f64[float + 3] as number,
    sum: f64[float + 4] as number,
    positiveSpans,
    negativeSpans,
    positiveBuckets,
    negativeBuckets,
    customValues: customCount === 0 ? null : floats(customCount - 1),
  };
}
