import { ALL_FEATURES, parse } from '@chimera/promql-parser';
import { expect, test } from 'vitest';
import { statsSelectors } from './stats-selectors.ts';

test.each([
  ['histogram_count(a)', ['a']],
  ['histogram_sum(sum(rate(a[5m]))) + b', ['a']],
  ['histogram_avg(a + b)', ['a', 'b']],
  ['sum(a)', []],
  ['histogram_stddev(a)', []],
  ['histogram_count(rate(a[5m:1m]))', []],
  ['histogram_quantile(0.9, histogram_count(a))', []],
  ['histogram_count(a >/ 2)', []],
  ['histogram_count(a) / histogram_quantile(0.9, b)', ['a']],
])('%s: %j', (query, names) => {
  expect(Array.from(statsSelectors(parse(query, ALL_FEATURES)), ({ name }) => name)).toEqual(names);
});
