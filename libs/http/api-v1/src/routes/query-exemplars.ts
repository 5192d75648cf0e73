/** `/query_exemplars`: the exemplars of all series that a query's selectors name. They live beside the store's writer. */
import { ALL_FEATURES, metricSelectorsIn, parse } from '@chimera/promql-parser';
import { formatFloat, formatFloatPlain, type Labels, labelPairs } from '@chimera/tsdb-model';
import { ApiError } from '../api-error.ts';
import { DEFAULT_API_LIMITS } from '../api-limits.ts';
import { NO_REMARKS } from '../json/write-envelope.ts';
import { writeJson } from '../json/write-json.ts';
import { MAX_TIME_MS, MIN_TIME_MS, optionalTime } from '../params/parse-time.ts';
import type { StatusHandler } from '../route.ts';
import { queryText } from './query-options.ts';

export const queryExemplars: StatusHandler = ({ form }, status, out) => {
  const minMs = optionalTime(form, 'start', MIN_TIME_MS);
  const maxMs = optionalTime(form, 'end', MAX_TIME_MS);
  if (maxMs < minMs) throw new ApiError('bad_data', 'end timestamp must not be before start timestamp');
  const matcherSets = matcherSetsOf(queryText(form, { limits: DEFAULT_API_LIMITS }));
  if (matcherSets.length === 0) return 'no_content';
  const found = status.queryExemplars(matcherSets, { minMs, maxMs });
  writeJson(
    out,
    found.map(({ seriesLabels, exemplars }) => ({
      seriesLabels: objectOf(seriesLabels),
      exemplars: exemplars.map(({ labels, value, timestampMs }) => ({
        labels: objectOf(labels),
        value: valueText(value),
        timestamp: timestampMs / 1000,
      })),
    })),
  );
  return NO_REMARKS;
};

function matcherSetsOf(query: string) {
  try {
    return metricSelectorsIn(parse(query, ALL_FEATURES)).map(({ matchers }) => matchers);
  } catch (cause) {
    throw new ApiError('bad_data', (cause as Error).message, { cause });
  }
}

function objectOf(labels: Labels): Readonly<Record<string, string>> {
  return Object.fromEntries(labelPairs(labels));
}

/** As sample values are printed: an exponent only below 1e-6 and from 1e21 on. */
function valueText(value: number): string {
  const magnitude = Math.abs(value);
  return magnitude !== 0 && (magnitude < 1e-6 || magnitude >= 1e21) ? formatFloat(value) : formatFloatPlain(value);
}
