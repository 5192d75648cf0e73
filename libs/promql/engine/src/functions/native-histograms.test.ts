import { expect, test } from 'vitest';
import { collect, fakeContext, fakeHistogram, fakeVector } from '../testing/fakes.ts';
import { buildCall } from '../testing/nodes.ts';

/** A float, a histogram, nothing. */
function mixed() {
  const histogram = fakeHistogram([1, 3], { sum: 6 });
  const labels = { __name__: 'h', __type__: 'histogram' };
  return { kind: 'vector', vector: fakeVector([{ labels, values: [2, histogram, null] }]) } as const;
}

test.each([
  ['histogram_count(h)', 4],
  ['histogram_sum(h)', 6],
  ['histogram_avg(h)', 1.5],
  // Middles of the buckets (0.5, 1] and (1, 2]: the square roots of 1/2 and 2.
  ['histogram_stdvar(h)', ((Math.SQRT1_2 - 1.5) ** 2 + 3 * (Math.SQRT2 - 1.5) ** 2) / 4],
  ['histogram_stddev(h)', Math.sqrt(((Math.SQRT1_2 - 1.5) ** 2 + 3 * (Math.SQRT2 - 1.5) ** 2) / 4)],
])('%s takes histograms only, and keeps the type label', async (query, expected) => {
  expect(await collect(buildCall(query, [mixed()], fakeContext(3)), 3)).toEqual([
    { labels: '__type__=histogram', values: [null, expect.closeTo(expected, 12), null], dropName: false },
  ]);
});

test.each(['abs(h)', 'round(h)', 'hour(h)', 'sort(h)'])('%s leaves histograms out', async (query) => {
  const [series] = await collect(buildCall(query, [mixed()], fakeContext(3)), 3);
  expect(series?.values.map((value) => value !== null)).toEqual([true, false, false]);
});
