/** Buckets of native histograms by absolute index, the one form in which layouts compare and add up. */
import type { Span } from '@chimera/tsdb-model';

/** Counts by absolute bucket index, ascending, without empty buckets: the same for every layout of the same buckets. */
export function bucketsByIndex(spans: readonly Span[], buckets: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  let index = 0;
  let next = 0;
  for (const { offset, length } of spans) {
    index += offset;
    for (let i = 0; i < length; i++, index++, next++) {
      const count = buckets[next] ?? 0;
      if (count !== 0) counts.set(index, count);
    }
  }
  return counts;
}

/** The tightest layout of the counts: no empty bucket, adjacent buckets in one span. */
export function layOut(counts: ReadonlyMap<number, number>): { spans: Span[]; buckets: Float64Array } {
  const filled = [...counts].filter(([, count]) => count !== 0).sort(([a], [b]) => a - b);
  const spans: { offset: number; length: number }[] = [];
  let end = 0;
  for (const [index] of filled) {
    const last = spans.at(-1);
    if (last !== undefined && index === end) last.length++;
    else spans.push({ offset: index - end, length: 1 });
    end = index + 1;
  }
  return { spans, buckets: Float64Array.from(filled, ([, count]) => count) };
}
