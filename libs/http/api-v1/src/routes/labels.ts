/** `/labels`: the names of all labels, or of those of the selected series. */
import { writeStrings } from '../json/write-envelope.ts';
import { parseLimit, truncate } from '../params/parse-limit.ts';
import type { QueryHandler } from '../route.ts';
import { matcherSetsOf, rangeOf } from './selection.ts';

export const labels: QueryHandler = async ({ form }, deps, out) => {
  const limit = parseLimit(form);
  const range = rangeOf(form);
  const matcherSets = matcherSetsOf(form, deps);
  const querier = deps.queryable.querier();
  try {
    const { kept, warnings } = truncate(await querier.labelNames(matcherSets, range), limit);
    writeStrings(out, kept);
    return { warnings, infos: [] };
  } finally {
    querier.close();
  }
};
