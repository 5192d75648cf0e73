/** What a user of `npm run secrets` did wrong, or can do about it. */

export type SecretsErrorType =
  /** The cluster keeps its secrets where this tool cannot write yet. */
  | 'store-not-ready'
  /** No kube context, the wrong one, or no answer. */
  | 'no-cluster'
  | 'unknown-name'
  /** Somebody changed the Secret between reading and writing. */
  | 'conflict';

export class SecretsError extends Error {
  override readonly name = 'SecretsError';
  readonly type: SecretsErrorType;

  constructor(type: SecretsErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}
