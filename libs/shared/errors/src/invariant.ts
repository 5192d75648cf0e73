/** Loud checks for our own bugs: a failed invariant is never the caller's fault. */

/** Thrown by {@link invariant}; mapped to HTTP 500 and gRPC INTERNAL. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws an {@link InvariantError} unless `condition` holds. Start the message with `BUG:` and give the values seen. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
