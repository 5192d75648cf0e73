/** `/query_range`: evaluates on a grid. */
import { gridBetween } from '@chimera/tsdb-storage';
import { ApiError, invalidParameter } from '../api-error.ts';
import type { Form } from '../params/form.ts';
import { parseDuration } from '../params/parse-duration.ts';
import { parseLimit } from '../params/parse-limit.ts';
import { requiredTime } from '../params/parse-time.ts';
import type { QueryDependencies, QueryHandler, RouteRequest } from '../route.ts';
import { type Evaluated, writeAnswer } from './query-answer.ts';
import { controlOf, optionsOf, queryText } from './query-options.ts';

export const queryRange: QueryHandler = async (request, deps, out) =>
  writeAnswer(out, await evaluateRange(request, deps));

export async function evaluateRange(request: RouteRequest, deps: QueryDependencies): Promise<Evaluated> {
  const { form } = request;
  const startedMs = deps.now();
  const limit = parseLimit(form);
  const grid = gridOf(form, deps.limits.maxPointsPerSeries);
  const options = optionsOf(form, deps);
  const text = queryText(form, deps);
  const result = await deps.engine.range(deps.queryable, text, grid, controlOf(request, deps), options);
  return { result, options: { limit, stats: form.first('stats'), evaluatedMs: deps.now() - startedMs, grid } };
}

function gridOf(form: Form, maxPoints: number): ReturnType<typeof gridBetween> {
  const startMs = requiredTime(form, 'start');
  const endMs = requiredTime(form, 'end');
  if (endMs < startMs) throw invalidParameter('end', 'end timestamp must not be before start time');
  const stepMs = stepOf(form);
  if (stepMs <= 0) {
    const message = 'zero or negative query resolution step widths are not accepted. Try a positive integer';
    throw invalidParameter('step', message);
  }
  if (Math.floor((endMs - startMs) / stepMs) > maxPoints) {
    throw new ApiError(
      'bad_data',
      `exceeded maximum resolution of ${maxPoints.toLocaleString('en-US')} points per timeseries. Try decreasing the query resolution (?step=XX)`,
      { limit: 'points_per_series' },
    );
  }
  // Prometheus evaluates on whole milliseconds.
  return gridBetween(startMs, endMs, Math.max(1, Math.trunc(stepMs)));
}

function stepOf(form: Form): number {
  try {
    return parseDuration(form.first('step'));
  } catch (cause) {
    throw invalidParameter('step', (cause as Error).message, { cause });
  }
}
