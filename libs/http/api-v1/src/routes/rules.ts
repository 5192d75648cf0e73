/** `/rules`: no groups, since there are no rules; what Prometheus refuses is refused. */
import { quote } from '@chimera/promql-parser';
import { invalidParameter } from '../api-error.ts';
import { DEFAULT_API_LIMITS } from '../api-limits.ts';
import { NO_REMARKS } from '../json/write-envelope.ts';
import type { Form } from '../params/form.ts';
import { parseGroupLimit } from '../params/parse-limit.ts';
import type { StatusHandler } from '../route.ts';
import { matcherSetsOf, requireWellFormed } from './selection.ts';

const BOOLEANS = new Set(['', '1', 't', 'true', '0', 'f', 'false']);

export const rules: StatusHandler = ({ form }, _status, out) => {
  requireWellFormed(form);
  matcherSetsOf(form, { limits: DEFAULT_API_LIMITS });
  const type = form.first('type').toLowerCase();
  if (type !== '' && type !== 'alert' && type !== 'record') {
    throw invalidParameter('type', `not supported value ${quote(type)}`);
  }
  const exclude = form.first('exclude_alerts').toLowerCase();
  if (!BOOLEANS.has(exclude)) {
    const problem = `strconv.ParseBool: parsing ${quote(exclude)}: invalid syntax`;
    throw invalidParameter('exclude_alerts', `error converting exclude_alerts: ${problem}`);
  }
  checkPage(form);
  out.ascii('{"groups":[]}');
  return NO_REMARKS;
};

/** The token of a page is that of its first group: here there is none that could be right. */
function checkPage(form: Form): void {
  const token = form.first('group_next_token');
  const limit = form.first('group_limit');
  if (token !== '' && limit === '') {
    throw invalidParameter('group_next_token', 'group_limit needs to be present in order to paginate over the groups');
  }
  parseGroupLimit(form, 'group_limit');
  if (token !== '') {
    throw invalidParameter('group_next_token', `invalid group_next_token '${token}'. were rule groups changed?`);
  }
}
