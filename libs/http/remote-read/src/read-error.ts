/** A read request that is refused as a whole; each type has one HTTP status. */
export type ReadErrorType = 'malformed' | 'method_not_allowed' | 'too_large' | 'over_limit' | 'busy';

/** The limits that a request can pass; their names are those of the metric's label. */
export type ReadLimitName = 'read_body_bytes' | 'read_queries' | 'read_samples' | 'result_bytes' | 'read_concurrency';

export type ReadErrorOptions = ErrorOptions & { readonly limit?: ReadLimitName };

export class ReadError extends Error {
  override readonly name = 'ReadError';
  readonly type: ReadErrorType;
  /** The limit that was passed; null when it is about something else. */
  readonly limit: ReadLimitName | null;

  constructor(type: ReadErrorType, message: string, options?: ReadErrorOptions) {
    super(message, options);
    this.type = type;
    this.limit = options?.limit ?? null;
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
