/** `/targets` and `/targets/metadata`: none, since nothing is scraped; what Prometheus refuses is refused. */
import { invalidParameter, toApiError } from '../api-error.ts';
import { NO_REMARKS } from '../json/write-envelope.ts';
import { integerOr } from '../params/parse-limit.ts';
import type { StatusHandler } from '../route.ts';
import { selectorOf } from './selection.ts';

const WITH_DROPPED = new Set(['', 'any', 'dropped']);

/** A state that does not exist selects nothing; where dropped targets are not asked for, their counts are null. */
export const targets: StatusHandler = ({ form }, _status, out) => {
  const counts = WITH_DROPPED.has(form.first('state').toLowerCase()) ? '{}' : 'null';
  out.ascii(`{"activeTargets":[],"droppedTargets":[],"droppedTargetCounts":${counts}}`);
  return NO_REMARKS;
};

export const targetMetadata: StatusHandler = ({ form }, _status, out) => {
  integerOr(form, 'limit', -1, 'limit must be a number');
  const target = form.first('match_target');
  try {
    if (target !== '') selectorOf(target);
  } catch (thrown) {
    throw invalidParameter('match_target', toApiError(thrown).message, { cause: thrown });
  }
  out.ascii('[]');
  return NO_REMARKS;
};
