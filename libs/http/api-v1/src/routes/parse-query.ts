/** `/parse_query`: the syntax tree in the shape that Prometheus' UI draws. */
import { astToJson } from '@chimera/promql-parser';
import { NO_REMARKS } from '../json/write-envelope.ts';
import { writeJson } from '../json/write-json.ts';
import type { QueryHandler } from '../route.ts';
import { queryText } from './query-options.ts';

export const parseQuery: QueryHandler = async ({ form }, deps, out) => {
  writeJson(out, astToJson(deps.engine.parse(queryText(form, deps))));
  return NO_REMARKS;
};
