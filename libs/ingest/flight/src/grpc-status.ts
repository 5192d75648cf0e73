/** The one table from our errors to gRPC status codes. */
import { DecodeError } from '@chimera/bytes';
import { InvariantError, messageOf } from '@chimera/errors';
import { status } from '@grpc/grpc-js';
import { IngestError, type IngestErrorType } from './ingest-error.ts';

const CODES: Record<IngestErrorType, status> = {
  invalid_argument: status.INVALID_ARGUMENT,
  not_found: status.NOT_FOUND,
  unimplemented: status.UNIMPLEMENTED,
  unavailable: status.UNAVAILABLE,
  permission_denied: status.PERMISSION_DENIED,
  deadline_exceeded: status.DEADLINE_EXCEEDED,
  canceled: status.CANCELLED,
  resource_exhausted: status.RESOURCE_EXHAUSTED,
  internal: status.INTERNAL,
};

/** What to answer for anything thrown while a request was handled. */
export function grpcStatus(thrown: unknown): { code: status; details: string; message: string } {
  const message = messageOf(thrown);
  if (thrown instanceof IngestError) return { code: CODES[thrown.type], details: message, message };
  if (thrown instanceof DecodeError) {
    const details = `malformed Flight message: ${message}`;
    return { code: status.INVALID_ARGUMENT, details, message: details };
  }
  const details = thrown instanceof InvariantError ? message : `internal error: ${message}`;
  return { code: status.INTERNAL, details, message: details };
}
