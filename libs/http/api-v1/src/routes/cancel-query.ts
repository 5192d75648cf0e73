/** `/status/active_queries/cancel`: ends one query; its client is answered 499. Not one of Prometheus' routes. */
import { ApiError } from '../api-error.ts';
import { NO_REMARKS } from '../json/write-envelope.ts';
import type { StatusHandler } from '../route.ts';

export const cancelQuery: StatusHandler = ({ form }, status, out) => {
  const id = form.first('id');
  if (id === '') throw new ApiError('bad_data', 'needs the parameter id: one of /api/v1/status/active_queries');
  if (!status.cancelQuery(id))
    throw new ApiError('not_found', `no query with the id ${JSON.stringify(id)} runs or waits`);
  out.ascii('{"cancelled":true}');
  return NO_REMARKS;
};
