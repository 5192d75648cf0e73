/** A request that is refused as a whole; each type has one HTTP status and one code of `google.rpc.Status`. */
export type OtlpHttpErrorType =
  | 'malformed'
  | 'method_not_allowed'
  | 'too_large'
  | 'too_many_points'
  | 'unsupported_media_type'
  | 'overloaded'
  | 'unavailable';

export class OtlpHttpError extends Error {
  override readonly name = 'OtlpHttpError';
  readonly type: OtlpHttpErrorType;

  constructor(type: OtlpHttpErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}

/** Status codes as OTLP/HTTP has them: 429 and 503 are those that a client tries again after. */
export const STATUS_OF: Readonly<Record<OtlpHttpErrorType, { readonly http: number; readonly rpc: number }>> = {
  malformed: { http: 400, rpc: 3 },
  method_not_allowed: { http: 405, rpc: 12 },
  too_large: { http: 413, rpc: 8 },
  too_many_points: { http: 413, rpc: 8 },
  unsupported_media_type: { http: 415, rpc: 3 },
  overloaded: { http: 429, rpc: 8 },
  unavailable: { http: 503, rpc: 14 },
};
