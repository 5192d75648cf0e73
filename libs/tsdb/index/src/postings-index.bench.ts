/** Selection on a data set of 3,600 series, as dashboards select. */
import { compileMatcher, labelsFrom, type Matcher } from '@chimera/tsdb-model';
import { bench, describe } from 'vitest';
import { PostingsIndex } from './postings-index.ts';

const index = new PostingsIndex();
for (let container = 0; container < 40; container++) {
  for (let metric = 0; metric < 90; metric++) {
    const labels = { __name__: `metric_${metric}`, pod: `pod-${container >> 1}`, container: `c-${container % 2}` };
    index.add(index.size, labelsFrom({ ...labels, region: `region-${container % 3}`, node: `node-${container % 8}` }));
  }
}

function matchers(...list: [string, Matcher['type'], string][]) {
  return list.map(([name, type, value]) => compileMatcher({ name, type, value }));
}

const CASES = {
  'one metric': matchers(['__name__', '=', 'metric_7']),
  'one metric, all variables on All': matchers(
    ['__name__', '=', 'metric_7'],
    ['region', '=~', '.+'],
    ['node', '=~', '.+'],
    ['pod', '=~', '.+'],
    ['container', '=~', '.+'],
  ),
  'one metric, a set of pods': matchers(['__name__', '=', 'metric_7'], ['pod', '=~', 'pod-1|pod-2|pod-3']),
  'a pattern over names': matchers(['__name__', '=~', 'metric_[1-3].*']),
  everything: matchers(['__name__', '=~', '.+']),
  'everything but one': matchers(['__name__', '=~', '.+'], ['region', '!=', 'region-1']),
};

describe('select', () => {
  for (const [name, list] of Object.entries(CASES)) bench(name, () => void index.select(list));
});
