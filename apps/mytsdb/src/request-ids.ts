/** Ids that join a request, its answer and its lines in the log; for HTTP and gRPC alike. */

/** The client's own id, so that its log and ours can be joined, when it is safe to repeat; else the next of ours. */
export type RequestIds = (given: unknown) => string;

const HARMLESS = /^[\w.:/+=-]{1,128}$/;

/** `startToken` begins our own ids: they differ from those of the server's other lives. */
export function createRequestIds(startToken: string): RequestIds {
  const prefix = startToken.slice(0, 8);
  let next = 1;
  return (given) => (typeof given === 'string' && HARMLESS.test(given) ? given : `${prefix}-${next++}`);
}
