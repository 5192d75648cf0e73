/** `/query_exemplars`: checks its parameters and finds none; exemplars are not stored yet. */
import { ApiError } from '../api-error.ts';
import { NO_REMARKS } from '../json/write-envelope.ts';
import { MAX_TIME_MS, MIN_TIME_MS, optionalTime } from '../params/parse-time.ts';
import type { QueryHandler } from '../route.ts';
import { queryText } from './query-options.ts';

export const queryExemplars: QueryHandler = async ({ form }, deps, out) => {
  const startMs = optionalTime(form, 'start', MIN_TIME_MS);
  const endMs = optionalTime(form, 'end', MAX_TIME_MS);
  if (endMs < startMs) throw new ApiError('bad_data', 'end timestamp must not be before start timestamp');
  try {
    deps.engine.parse(queryText(form, deps));
  } catch (cause) {
    throw new ApiError('bad_data', (cause as Error).message, { cause });
  }
  out.ascii('[]');
  return NO_REMARKS;
};
