/** A read request that is refused as a whole; each type has one HTTP status. */
export type ReadErrorType = 'malformed' | 'method_not_allowed' | 'too_large' | 'over_limit' | 'busy';

export class ReadError extends Error {
  override readonly name = 'ReadError';
  readonly type: ReadErrorType;

  constructor(type: ReadErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}

export const STATUS_OF: Readonly<Record<ReadErrorType, number>> = {
  malformed: 400,
  method_not_allowed: 405,
  too_large: 413,
  // As Prometheus answers when a query is over its sample limit.
  over_limit: 400,
  busy: 503,
};
