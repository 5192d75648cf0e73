/** `/series`: the label sets of the selected series. */
import { compareLabels, type Labels, labelsKey, type Matcher } from '@chimera/tsdb-model';
import type { Querier, TimeRange } from '@chimera/tsdb-storage';
import { ApiError, invalidParameter, toApiError } from '../api-error.ts';
import { writeLabels } from '../json/write-labels.ts';
import type { Form } from '../params/form.ts';
import { parseLimit, truncate } from '../params/parse-limit.ts';
import type { QueryDependencies, QueryHandler } from '../route.ts';
import { matcherSetsOf, rangeOf, requireWellFormed } from './selection.ts';

export const series: QueryHandler = async ({ form }, deps, out) => {
  requireWellFormed(form);
  if (form.all('match[]').length === 0) throw new ApiError('bad_data', 'no match[] parameter provided');
  const limit = parseLimit(form);
  const range = rangeOf(form);
  const matcherSets = seriesMatchers(form, deps);
  const querier = deps.queryable.querier();
  try {
    const { kept, warnings } = truncate(await selectLabels(querier, matcherSets, range), limit);
    out.ascii('[');
    kept.forEach((one, i) => {
      if (i > 0) out.ascii(',');
      writeLabels(out, one);
    });
    out.ascii(']');
    return { warnings, infos: [] };
  } finally {
    querier.close();
  }
};

function seriesMatchers(form: Form, deps: QueryDependencies): readonly Matcher[][] {
  try {
    return matcherSetsOf(form, deps);
  } catch (thrown) {
    throw invalidParameter('match[]', toApiError(thrown).message, { cause: thrown });
  }
}

/** In the store's order for one set of matchers; merged and sorted for several. */
async function selectLabels(
  querier: Querier,
  matcherSets: readonly Matcher[][],
  range: TimeRange,
): Promise<readonly Labels[]> {
  const [only] = matcherSets;
  if (only !== undefined && matcherSets.length === 1) return (await querier.select(only, range)).labels;
  const merged = new Map<string, Labels>();
  for (const matchers of matcherSets) {
    for (const one of (await querier.select(matchers, range)).labels) merged.set(labelsKey(one), one);
  }
  return [...merged.values()].sort(compareLabels);
}
