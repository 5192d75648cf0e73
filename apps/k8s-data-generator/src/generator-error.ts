/** What keeps the generator from its work; the message says what, where and what to do. Exit code 1. */
export type GeneratorErrorType = 'unreachable' | 'refused' | 'too_large' | 'rejected' | 'broken_off' | 'file';

export class GeneratorError extends Error {
  override readonly name = 'GeneratorError';
  readonly type: GeneratorErrorType;

  constructor(type: GeneratorErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}
