/** `/query`: evaluates at one time. */

import { parseLimit } from '../params/parse-limit.ts';
import { MAX_TIME_MS, optionalTime } from '../params/parse-time.ts';
import type { QueryDependencies, QueryHandler, RouteRequest } from '../route.ts';
import { type Evaluated, writeAnswer } from './query-answer.ts';
import { controlOf, optionsOf, queryText } from './query-options.ts';

export const query: QueryHandler = async (request, deps, out) => writeAnswer(out, await evaluateInstant(request, deps));

export async function evaluateInstant(request: RouteRequest, deps: QueryDependencies): Promise<Evaluated> {
  const { form } = request;
  const startedMs = deps.now();
  const limit = parseLimit(form);
  const timeMs = Math.min(optionalTime(form, 'time', startedMs), MAX_TIME_MS);
  const options = optionsOf(form, deps);
  const text = queryText(form, deps);
  const result = await deps.engine.instant(deps.queryable, text, timeMs, controlOf(request, deps), options);
  const grid = { startMs: timeMs, stepMs: 1 };
  return { result, options: { limit, stats: form.first('stats'), evaluatedMs: deps.now() - startedMs, grid } };
}
