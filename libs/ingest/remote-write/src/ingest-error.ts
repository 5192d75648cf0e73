/** A request that is refused as a whole; each type has one HTTP status, in `handle-remote-write.ts`. */
export class IngestError extends Error {
  override readonly name = 'IngestError';
  readonly type: 'unsupported_media_type' | 'too_large' | 'too_many_samples' | 'overloaded' | 'malformed';

  constructor(type: IngestError['type'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}
