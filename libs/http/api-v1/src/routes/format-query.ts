/** `/format_query`: the query, laid out. */
import { prettyPrint } from '@chimera/promql-parser';
import { NO_REMARKS } from '../json/write-envelope.ts';
import { writeHtmlSafeString } from '../json/write-string.ts';
import type { QueryHandler } from '../route.ts';
import { queryText } from './query-options.ts';

export const formatQuery: QueryHandler = async ({ form }, deps, out) => {
  writeHtmlSafeString(out, prettyPrint(deps.engine.parse(queryText(form, deps))));
  return NO_REMARKS;
};
