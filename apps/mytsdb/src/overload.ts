/** When the server takes no more writes for the moment: too many wait for the writer, or memory is far over its cap. */

export type OverloadSources = {
  /** Requests that wait for the writer, and how many may. */
  readonly waiting: () => number;
  readonly maxWaiting: number;
  /** Memory of the store, bytes: what long queries pin counts, though it was dropped. */
  readonly memory: () => { readonly usedBytes: number; readonly maxBytes: number };
};

/** The cap is soft: eviction takes a moment, and queries pin what they read. */
const MEMORY_TOLERANCE = 1.25;

/** Why no write should be taken now, or null; to be asked before each. */
export function overloadCheck({ waiting, maxWaiting, memory }: OverloadSources): () => string | null {
  return () => {
    const queued = waiting();
    if (queued >= maxWaiting)
      return `${queued} writes wait already: try again later, send fewer and larger requests, or raise --max-waiting-writes`;
    const { usedBytes, maxBytes } = memory();
    if (usedBytes > MEMORY_TOLERANCE * maxBytes)
      return `the store takes ${usedBytes} bytes, far over its cap of ${maxBytes}, while queries hold what was dropped: try again later, or raise --max-memory`;
    return null;
  };
}
