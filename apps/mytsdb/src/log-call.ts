/** The line that a gRPC call leaves in the log: our own failures always, the rest as HTTP requests do. */
import type { Logger } from 'pino';
import type { EndedCall } from './listeners/observe-calls.ts';

/** Statuses that only a fault of ours gives. */
const FAULTS: ReadonlySet<string> = new Set(['INTERNAL', 'UNKNOWN', 'DATA_LOSS']);

/** `accessLog`: at level info, not debug. */
export function logCall(
  log: Pick<Logger, 'error' | 'info' | 'debug'>,
  accessLog: boolean,
  protocol: string,
  { requestId, method, code, details, seconds, client }: EndedCall,
): void {
  const line = {
    requestId,
    protocol,
    method,
    code,
    ...(details === '' || code === 'OK' ? {} : { details }),
    seconds,
    client,
  };
  if (FAULTS.has(code)) log.error(line, 'call failed');
  else log[accessLog ? 'info' : 'debug'](line, 'call');
}
