/** `/label/<name>/values`: the values of one label. */
import { quote } from '@chimera/promql-parser';
import { ApiError } from '../api-error.ts';
import { writeStrings } from '../json/write-envelope.ts';
import { parseLimit, truncate } from '../params/parse-limit.ts';
import { unescapeName } from '../params/unescape-name.ts';
import type { QueryHandler } from '../route.ts';
import { matcherSetsOf, rangeOf } from './selection.ts';

export const labelValues: QueryHandler = async ({ form, name: escaped }, deps, out) => {
  const name = unescapeName(escaped);
  if (name === '' || name.includes('\ufffd')) {
    throw new ApiError('bad_data', `invalid label name: ${quote(name)}`);
  }
  const limit = parseLimit(form);
  const range = rangeOf(form);
  const matcherSets = matcherSetsOf(form, deps);
  const querier = deps.queryable.querier();
  try {
    const { kept, warnings } = truncate(await querier.labelValues(name, matcherSets, range), limit);
    writeStrings(out, kept);
    return { warnings, infos: [] };
  } finally {
    querier.close();
  }
};
