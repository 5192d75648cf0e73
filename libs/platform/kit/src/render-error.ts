/** The one error of the platform tower: something in clusters or components cannot be rendered. */

export type RenderErrorType =
  | 'cycle'
  | 'missing-component'
  | 'duplicate-object'
  | 'duplicate-installation'
  | 'invalid-input'
  | 'invalid-name'
  | 'unknown-api-group'
  | 'stale'
  | 'policy';

export class RenderError extends Error {
  override readonly name = 'RenderError';
  readonly type: RenderErrorType;

  /** `message` says what is wrong, where, and what to do. */
  constructor(type: RenderErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}
