/** Long queries over several lines. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALL_FEATURES } from './options.ts';
import { parse } from './parse.ts';
import { prettyPrint } from './pretty-print.ts';
import { print } from './print.ts';
import { wellTypedQuery } from './query.arbitrary.ts';

test('what fits on a line stays on it', () => {
  expect(prettyPrint(parse('sum(rate( a[5m] ))by(b)'))).toBe('sum by (b) (rate(a[5m]))');
});

test('aggregations, calls, operators and parentheses split, each level indented', () => {
  const query =
    'histogram_quantile(0.9, sum by (le, service) (rate(http_request_duration_seconds_bucket{job="api"}[5m])))' +
    ' > on (service) group_left () (topk(5, avg_over_time(a_metric_with_a_rather_long_name{job="api"}[1h:1m])) + other_metric_with_a_long_name)';
  expect(prettyPrint(parse(query))).toBe(
    `  histogram_quantile(
    0.9,
    sum by (le, service) (rate(http_request_duration_seconds_bucket{job="api"}[5m]))
  )
> on (service) group_left ()
  (
      topk(5, avg_over_time(a_metric_with_a_rather_long_name{job="api"}[1h:1m]))
    +
      other_metric_with_a_long_name
  )`,
  );
});

test('aggregations keep their grouping at the head, subqueries their range at the end, a sign its place', () => {
  const selector = `m{${Array.from({ length: 9 }, (_, i) => `label_number_${i}="x"`).join(',')}}`;
  expect(prettyPrint(parse(`topk by (a) (5, ${selector})`))).toBe(`topk by (a) (\n  5,\n  ${selector}\n)`);
  expect(prettyPrint(parse(`-abs(${selector})`))).toBe(`-abs(\n  ${selector}\n)`);
  expect(prettyPrint(parse(`abs(${selector})[5m:1m] offset 1h`))).toBe(`abs(\n  ${selector}\n)[5m:1m] offset 1h`);
});

test('the layout changes nothing but white space', () => {
  fc.assert(
    fc.property(wellTypedQuery, (query) => {
      let printed: string;
      try {
        printed = print(parse(query, ALL_FEATURES));
      } catch {
        return;
      }
      expect(print(parse(prettyPrint(parse(printed, ALL_FEATURES)), ALL_FEATURES))).toBe(printed);
    }),
    { seed: 2, numRuns: 500 },
  );
});
