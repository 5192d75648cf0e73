/** `/status/*` but tsdb, and the queries that run now. */
import { compareStrings } from '@chimera/tsdb-model';
import { NO_REMARKS } from '../json/write-envelope.ts';
import { writeJson } from '../json/write-json.ts';
import type { StatusHandler } from '../route.ts';
import type { StatusProvider } from '../status-provider.ts';

export const buildInfo = answering((status) => status.buildInfo());

export const runtimeInfo = answering((status) => status.runtimeInfo());

export const config = answering((status) => ({ yaml: status.configYaml() }));

export const flags = answering((status) =>
  Object.fromEntries([...status.flags()].sort(([a], [b]) => compareStrings(a, b))),
);

export const activeQueries = answering((status) => ({ queries: status.activeQueries() }));

function answering(dataOf: (status: StatusProvider) => object): StatusHandler {
  return (_, status, out) => {
    writeJson(out, dataOf(status));
    return NO_REMARKS;
  };
}
