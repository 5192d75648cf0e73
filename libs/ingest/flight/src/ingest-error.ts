/** What is wrong with a Flight request, told to the client as a gRPC status. */
export type IngestErrorType =
  | 'invalid_argument'
  | 'not_found'
  | 'unimplemented'
  | 'unavailable'
  | 'permission_denied'
  | 'deadline_exceeded'
  | 'canceled'
  | 'resource_exhausted'
  | 'internal';

export class IngestError extends Error {
  override readonly name = 'IngestError';
  readonly type: IngestErrorType;

  constructor(type: IngestErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}
