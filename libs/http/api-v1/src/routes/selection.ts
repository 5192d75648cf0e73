/** The parameters that the label and series routes share: `match[]`, `start`, `end`. */

import { parseMetricSelector } from '@chimera/promql-parser';
import { compileMatcher, type Matcher } from '@chimera/tsdb-model';
import type { TimeRange } from '@chimera/tsdb-storage';
import { ApiError } from '../api-error.ts';
import type { Form } from '../params/form.ts';
import { MAX_TIME_MS, MIN_TIME_MS, optionalTime } from '../params/parse-time.ts';
import type { QueryDependencies } from '../route.ts';

/** The wanted range; all time when the request names none. */
export function rangeOf(form: Form): TimeRange {
  const minMs = optionalTime(form, 'start', MIN_TIME_MS);
  return { minMs, maxMs: optionalTime(form, 'end', MAX_TIME_MS) };
}

/** One set of matchers per `match[]`. Throws ApiError 'bad_data' with the parser's message. */
export function matcherSetsOf(form: Form, { limits }: Pick<QueryDependencies, 'limits'>): readonly Matcher[][] {
  const texts = form.all('match[]');
  for (const { length } of texts) {
    if (length > limits.maxQueryLength) {
      throw new ApiError(
        'bad_data',
        `match[] has ${length} characters, ${limits.maxQueryLength} are allowed. Shorten it, or raise --query-max-length`,
        { limit: 'query_length' },
      );
    }
  }
  const sets = texts.map(selectorOf);
  if (sets.every(excludesEmpty)) return sets;
  throw new ApiError('bad_data', 'match[] must contain at least one non-empty matcher');
}

/** The matchers of one selector. Throws ApiError 'bad_data' with the parser's message. */
export function selectorOf(text: string): Matcher[] {
  try {
    return [...parseMetricSelector(text)];
  } catch (cause) {
    throw new ApiError('bad_data', (cause as Error).message, { cause });
  }
}

function excludesEmpty(matchers: readonly Matcher[]): boolean {
  try {
    return matchers.some((matcher) => !compileMatcher(matcher).matches(''));
  } catch (cause) {
    throw new ApiError('bad_data', (cause as Error).message, { cause });
  }
}

/** For the routes that refuse what others leave out. */
export function requireWellFormed({ problem }: Form): void {
  if (problem !== null) throw new ApiError('bad_data', `error parsing form values: ${problem}`);
}
