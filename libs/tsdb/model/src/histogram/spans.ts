/** Spans and what they stand for: the ascending absolute indexes of a side's buckets. */
import type { Span } from './histogram.ts';

/** The absolute index of each of the `count` buckets that the spans name. */
export function bucketIndexes(spans: readonly Span[], count: number): Int32Array {
  const indexes = new Int32Array(count);
  let index = 0;
  let next = 0;
  for (let s = 0; s < spans.length; s++) {
    const { offset, length } = spans[s] as Span;
    index += offset;
    for (let i = 0; i < length && next < count; i++) indexes[next++] = index++;
  }
  return indexes;
}

/** The absolute index of the bucket at `position` among those that the spans name. */
export function bucketIndexAt(spans: readonly Span[], position: number): number {
  let index = 0;
  let left = position;
  for (let s = 0; s < spans.length; s++) {
    const { offset, length } = spans[s] as Span;
    index += offset;
    if (left < length) return index + left;
    index += length;
    left -= length;
  }
  return index + left;
}

/** The tightest spans over ascending indexes: adjacent buckets share one. */
export function spansOf(indexes: Int32Array): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (let from = 0; from < indexes.length; ) {
    const first = indexes[from] as number;
    let to = from + 1;
    while (to < indexes.length && indexes[to] === first + (to - from)) to++;
    spans.push({ offset: first - end, length: to - from });
    end = first + (to - from);
    from = to;
  }
  return spans;
}

/** Whether both name the same buckets; empty spans and spans that touch make no difference. */
export function sameSpans(a: readonly Span[], b: readonly Span[]): boolean {
  if (a === b) return true;
  let i = 0;
  let j = 0;
  let leftA = 0;
  let leftB = 0;
  let endA = 0;
  let endB = 0;
  for (;;) {
    while (leftA === 0 && i < a.length) {
      const { offset, length } = a[i++] as Span;
      endA += offset;
      leftA = length;
    }
    while (leftB === 0 && j < b.length) {
      const { offset, length } = b[j++] as Span;
      endB += offset;
      leftB = length;
    }
    if (leftA === 0 || leftB === 0) return leftA === leftB;
    if (endA !== endB) return false;
    const run = Math.min(leftA, leftB);
    leftA -= run;
    leftB -= run;
    endA += run;
    endB += run;
  }
}
