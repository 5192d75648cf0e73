/** Bounds of a histogram's buckets, computed once for all that have the same: most of a series', and of its neighbours'. */
import { type BucketList, equalBounds, type Histogram, sameSpans } from '@chimera/tsdb-model';

/** Of the buckets of a {@link BucketList}, in its order. */
export type BucketLayout = {
  readonly rules: Int8Array;
  readonly lowers: Float64Array;
  readonly uppers: Float64Array;
};

/** Remembers the last layout. */
export class BucketLayouts {
  #histogram: Histogram | null = null;
  #layout: BucketLayout = { rules: new Int8Array(0), lowers: new Float64Array(0), uppers: new Float64Array(0) };

  of(histogram: Histogram, list: BucketList): BucketLayout {
    if (this.#histogram === null || !sameLayout(this.#histogram, histogram)) this.#layout = layoutOf(list);
    this.#histogram = histogram;
    return this.#layout;
  }
}

function sameLayout(a: Histogram, b: Histogram): boolean {
  return (
    a.schema === b.schema &&
    a.zeroThreshold === b.zeroThreshold &&
    // The zero bucket is in the list only when it counts anything.
    a.zeroCount > 0 === b.zeroCount > 0 &&
    sameSpans(a.positiveSpans, b.positiveSpans) &&
    sameSpans(a.negativeSpans, b.negativeSpans) &&
    equalBounds(a.customValues, b.customValues)
  );
}

function layoutOf(list: BucketList): BucketLayout {
  const { length } = list;
  const rules = new Int8Array(length);
  const lowers = new Float64Array(length);
  const uppers = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    rules[i] = list.rule(i);
    lowers[i] = list.lower(i);
    uppers[i] = list.upper(i);
  }
  return { rules, lowers, uppers };
}
