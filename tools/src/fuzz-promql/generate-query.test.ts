import { parse } from '@chimera/promql-parser';
import { loadScript } from '@chimera/promql-testkit';
import { seededRandom } from '@chimera/testing';
import { createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { loadText } from './case.ts';
import { randomDataSet } from './data-set.ts';
import { engineOptions, FEATURES } from './features.ts';
import { createQueryGenerator } from './generate-query.ts';

test.each([
  ['none', []],
  ['all', FEATURES],
] as const)('queries are valid with exactly the features that are on (%s)', (_, features) => {
  const random = seededRandom(1);
  const generator = createQueryGenerator(random, { features, histograms: true });
  const queries = Array.from({ length: 2_000 }, () => generator.query());
  for (const query of queries) expect(() => parse(query, engineOptions(features)), query).not.toThrow();
  const called =
    FEATURES.length === features.length ? ['limitk', 'smoothed', 'fill_left', 'step()'] : ['topk', 'rate('];
  for (const word of called) expect(queries.some((query) => query.includes(word))).toBe(true);
});

test('data sets are loads of the test language, and the same for the same seed', () => {
  const text = loadText(randomDataSet(seededRandom(2), true));
  expect(text).toBe(loadText(randomDataSet(seededRandom(2), true)));
  expect(() => loadScript(createMemoryStorage(), text)).not.toThrow();
  for (const word of ['stale', '_x', 'NaN', 'Inf', '{{schema:']) expect(text).toContain(word);
});
