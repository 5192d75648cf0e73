/** `/metadata`: type, help and unit per metric family. */
import { compareStrings } from '@chimera/tsdb-model';
import { NO_REMARKS } from '../json/write-envelope.ts';
import { writeJson } from '../json/write-json.ts';
import { integerOr } from '../params/parse-limit.ts';
import type { StatusHandler } from '../route.ts';

/** Absent limits are -1: a limit of 0 answers nothing, as in Prometheus. */
export const metadata: StatusHandler = ({ form }, status, out) => {
  const limit = integerOr(form, 'limit', -1, 'limit must be a number');
  integerOr(form, 'limit_per_metric', -1, 'limit_per_metric must be a number');
  const metric = form.first('metric');
  const all = status.metadata();
  const families = metric === '' ? [...all.keys()].sort(compareStrings) : [metric].filter((family) => all.has(family));
  const shown = limit < 0 ? families : families.slice(0, limit);
  const entries = shown.map((family) => {
    const known = all.get(family);
    return [family, [{ type: known?.type, unit: known?.unit, help: known?.help }]] as const;
  });
  writeJson(out, Object.fromEntries(entries));
  return NO_REMARKS;
};
