/** Why the server cannot start: the message says what to do, and is printed without a stack. Exit code 1. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
