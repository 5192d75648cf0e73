/** The engine's errors: one class, a closed list of types; libs/http maps them to status codes. */
export type QueryErrorType = 'bad_data' | 'execution' | 'canceled' | 'timeout' | 'internal';

export class QueryError extends Error {
  override readonly name = 'QueryError';

  readonly type: QueryErrorType;

  constructor(type: QueryErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}
