import type { Histogram } from '@chimera/tsdb-model';
import type { StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import type { Operator } from '../plan-types.ts';
import { collect, fakeContext, fakeVector } from '../testing/fakes.ts';
import { buildCall } from '../testing/nodes.ts';

/** A float, a histogram of 4 observations that sum to 6, nothing. */
function mixed(): Operator {
  const floats = fakeVector([{ labels: { __name__: 'h', __type__: 'histogram' }, values: [2, 0, null] }]);
  const read = (index: number, out: StepColumn): void => {
    floats.read(index, out);
    out.histograms = [null, { count: 4, sum: 6 } as Histogram, null];
  };
  return { kind: 'vector', vector: { series: floats.series, read } };
}

test.each([
  ['histogram_count(h)', 4],
  ['histogram_sum(h)', 6],
  ['histogram_avg(h)', 1.5],
])('%s takes histograms only, and keeps the type label', async (query, expected) => {
  expect(await collect(buildCall(query, [mixed()], fakeContext(3)), 3)).toEqual([
    { labels: '__type__=histogram', values: [null, expected, null], dropName: false },
  ]);
});

test.each(['abs(h)', 'round(h)', 'hour(h)', 'sort(h)'])('%s leaves histograms out', async (query) => {
  const [series] = await collect(buildCall(query, [mixed()], fakeContext(3)), 3);
  expect(series?.values.map((value) => value !== null)).toEqual([true, false, false]);
});
