import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addHistograms, subtractHistograms } from './add.ts';
import { BucketList } from './bucket-list.ts';
import { compactHistogram } from './compact.ts';
import { detectReset } from './detect-reset.ts';
import { equalHistograms } from './equal.ts';
import { histogramFraction } from './fraction.ts';
import type { Histogram } from './histogram.ts';
import { HistogramSum } from './histogram-sum.ts';
import { histogramQuantile } from './quantile.ts';
import { copyToSchema } from './reduce-resolution.ts';
import { custom, exponential } from './testing/build.ts';
import { trimHistogram } from './trim.ts';
import { histogramProblem } from './validate.ts';

fc.configureGlobal({ seed: 53, numRuns: 300 });

// Whole numbers below 2^31 add up without rounding, so that equality is exact.
const count = fc.integer({ min: 0, max: 50 });
const counts = (min: number, max: number) =>
  fc.dictionary(fc.integer({ min, max }).map(String), count, { maxKeys: 12 });

const schemas = fc.integer({ min: -4, max: 8 });

const exponentials = fc
  .record({
    schema: schemas,
    zeroThreshold: fc.constantFrom(0, 0.001, 0.3, 1, 1.5, 3),
    zeroCount: count,
    sum: fc.integer({ min: -1000, max: 1000 }),
    positive: counts(-20, 20),
    negative: counts(-20, 20),
  })
  .map(exponential)
  // A bucket within the zero bucket of the same histogram is no valid layout, and is ignored by additions.
  .filter((histogram) => histogram.zeroThreshold === 0 || lowestBound(histogram) >= histogram.zeroThreshold);

const customs = fc
  .tuple(fc.subarray([-5, -1, 0, 1, 2, 5, 10, 100]), counts(0, 8), fc.integer({ min: -1000, max: 1000 }))
  .map(([bounds, positive, sum]) => {
    const within = Object.fromEntries(Object.entries(positive).filter(([index]) => Number(index) <= bounds.length));
    return custom(bounds, within, { sum });
  });

// A zero bucket that swallowed others cannot give them back.
const withoutZeroWidth = exponentials.map((histogram) => ({ ...histogram, zeroThreshold: 0 }));
const pairsOfOneZeroBucket = fc.oneof(fc.tuple(withoutZeroWidth, withoutZeroWidth), fc.tuple(customs, customs));
// With other schemas it depends on the order of operands how far the zero bucket is widened.
const pairsOfOneSchema = fc.oneof(
  fc
    .tuple(exponentials, exponentials, schemas)
    .map(([a, b, schema]) => [withSchema(a, schema), withSchema(b, schema)] as const),
  fc.tuple(customs, customs),
);
// Of a finer histogram the buckets in a widened zero bucket are counted twice when a coarser bucket reaches out of it.
const pairsConserved = fc.oneof(pairsOfOneSchema, pairsOfOneZeroBucket);
const any = fc.oneof(exponentials, customs);

/** The same buckets of another schema; without a zero bucket's width where it would overlap them. */
function withSchema(histogram: Histogram, schema: number): Histogram {
  const moved = { ...histogram, schema };
  return moved.zeroThreshold === 0 || lowestBound(moved) >= moved.zeroThreshold
    ? moved
    : { ...moved, zeroThreshold: 0 };
}

function lowestBound(histogram: Histogram): number {
  const list = new BucketList({ ...histogram, zeroThreshold: 0, zeroCount: 0 });
  const near = Array.from({ length: list.length }, (_, i) =>
    Math.min(Math.abs(list.lower(i)), Math.abs(list.upper(i))),
  );
  return Math.min(...near);
}

function total(histogram: Histogram): number {
  const list = new BucketList(histogram);
  let sum = 0;
  for (let i = 0; i < list.length; i++) sum += list.count(i);
  return sum;
}

const added = (a: Histogram, b: Histogram): Histogram => {
  const sum = addHistograms(a, b);
  if (sum === null) throw new Error('did not add up');
  return compactHistogram(sum.histogram);
};

describe('addition', () => {
  test('conserves every observation, and its result is valid', () => {
    fc.assert(
      fc.property(pairsConserved, ([a, b]) => {
        const sum = added(a, b);
        expect(total(sum)).toBe(total(a) + total(b));
        expect(sum.count).toBe(a.count + b.count);
        expect(histogramProblem(sum)).toBeNull();
      }),
    );
  });

  test('commutes', () => {
    fc.assert(
      fc.property(pairsOfOneSchema, ([a, b]) => {
        expect(equalHistograms(added(a, b), added(b, a))).toBe(true);
      }),
    );
  });

  test('is undone by subtraction, up to the resolution lost', () => {
    fc.assert(
      fc.property(pairsOfOneZeroBucket, ([a, b]) => {
        const back = subtractHistograms(added(a, b), b)?.histogram as Histogram;
        // A difference of b and itself brings a to the resolution or bounds of the sum, and adds nothing.
        const nothing = subtractHistograms(b, b)?.histogram as Histogram;
        expect(equalHistograms(compactHistogram(back), added(a, nothing))).toBe(true);
      }),
    );
  });

  test('commutes with reducing the resolution', () => {
    fc.assert(
      fc.property(withoutZeroWidth, withoutZeroWidth, fc.integer({ min: 0, max: 4 }), (a, b, drop) => {
        const to = Math.max(-4, Math.min(a.schema, b.schema) - drop);
        const reduced = added(copyToSchema(a, to), copyToSchema(b, to));
        expect(equalHistograms(compactHistogram(copyToSchema(added(a, b), to)), reduced)).toBe(true);
      }),
    );
  });

  test('one by one and in a compensated sum are the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(exponentials, { minLength: 1, maxLength: 6 }),
          fc.array(customs, { minLength: 1, maxLength: 6 }),
        ),
        (all) => {
          const [first, ...rest] = all as [Histogram, ...Histogram[]];
          const sum = new HistogramSum(first, true);
          for (const histogram of rest) sum.add(histogram);
          expect(equalHistograms(compactHistogram(sum.result()), rest.reduce(added, compactHistogram(first)))).toBe(
            true,
          );
        },
      ),
    );
  });

  test('makes no counter smaller', () => {
    fc.assert(
      fc.property(pairsOfOneSchema, ([a, b]) => {
        expect(detectReset(added(a, b), a)).toBe(false);
      }),
    );
  });
});

test('compacting twice is compacting once, and changes no bucket', () => {
  fc.assert(
    fc.property(any, (histogram) => {
      const compact = compactHistogram(histogram);
      expect(compactHistogram(compact)).toBe(compact);
      expect(total(compact)).toBe(total(histogram));
      expect([...compact.positiveBuckets, ...compact.negativeBuckets]).not.toContain(0);
    }),
  );
});

test('the fraction below a quantile is that quantile', () => {
  fc.assert(
    fc.property(exponentials, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (histogram, q) => {
      fc.pre(histogram.count > 0);
      const value = histogramQuantile(q, histogram, () => undefined);
      fc.pre(value !== 0);
      const below = histogramFraction(-Infinity, value, histogram, () => undefined);
      expect(below).toBeCloseTo(q, 6);
    }),
  );
});

test('the two halves of a trimmed histogram hold all of it', () => {
  fc.assert(
    fc.property(exponentials, fc.double({ min: -40, max: 40, noNaN: true }), (histogram, number) => {
      const below = trimHistogram(histogram, number, 'below');
      const above = trimHistogram(histogram, number, 'above');
      expect(total(below) + total(above)).toBeCloseTo(total(histogram), 6);
    }),
  );
});
