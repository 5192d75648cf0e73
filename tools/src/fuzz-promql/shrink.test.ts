import { ALL_FEATURES, parse } from '@chimera/promql-parser';
import { expect, test } from 'vitest';
import type { Case } from './case.ts';
import type { Finding } from './known-differences.ts';
import { findingScript } from './script.ts';
import { shrink } from './shrink.ts';
import { smallerQueries } from './shrink-query.ts';

const EMPTY = { kind: 'value', type: 'vector', text: '', series: [], warnings: [], infos: [] } as const;

/** A finding wherever the query has `rate` and some sample of `b` is 7. */
function findingOf(one: Case): Finding | null {
  const differs = /rate/.test(one.query) && one.data.some(({ lines }) => lines.some((line) => /^b.* 7/.test(line)));
  return differs
    ? { case: one, difference: { kind: 'value', text: 'value: ours 1; Prometheus 2' }, ours: EMPTY, reference: EMPTY }
    : null;
}

test('smaller queries are valid and not longer', () => {
  const query = 'sum by (job) (rate(b{job="x"}[5m] offset 1m)) + on (job) group_left () (c @ 10)';
  const smaller = smallerQueries(query, ALL_FEATURES);
  expect(smaller.length).toBeGreaterThan(10);
  for (const one of smaller) {
    expect(() => parse(one, ALL_FEATURES)).not.toThrow();
    expect(one.length).toBeLessThanOrEqual(query.length);
  }
});

test('a finding shrinks to the call, one time, one series and one sample, and prints as a script', async () => {
  const start: Case = {
    data: [
      { stepMs: 15_000, lines: ['a{job="x"} 1 2 3'] },
      { stepMs: 15_000, lines: ['b{job="x"} 1 _x3 7 8 9', 'b{job="y"} 7 1 1'] },
    ],
    query: 'sum by (job) (rate(b{job="x"}[5m] offset 1m)) + 3',
    when: { startMs: 0, endMs: 60_000, stepMs: 15_000 },
  };
  const sides = {
    run: async (one: Case) => ({ ours: EMPTY, reference: EMPTY, finding: findingOf(one), known: null }),
  };
  const small = await shrink(findingOf(start) as Finding, { sides, parseOptions: ALL_FEATURES, maxTries: 500 });
  expect(small.case.query).toBe('rate(b[5m])');
  expect(small.case.when.stepMs).toBe(0);
  const text = findingScript(small, []);
  expect(text).toContain('load 15s\n  b');
  expect(text).toContain('eval instant at 0s rate(b[5m])');
  expect(text.match(/\b7\b/g)).toHaveLength(1);
  expect(text).not.toContain('a{');
});
