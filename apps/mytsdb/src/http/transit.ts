/**
 * Bytes of requests and answers that are under way: bodies that clients send slowly, answers that they take slowly.
 * Each is bounded by itself; this bounds all of them together, so that many clients do not end the process.
 */
import type { ServerResponse } from 'node:http';

export type Transit = {
  readonly usedBytes: number;
  /** Takes room for a part of a body until the response is closed; false, and nothing taken, when there is none. */
  take(response: ServerResponse, bytes: number): boolean;
  /** The same for an answer, which is in memory already: never refused, but what comes after it may be. */
  hold(response: ServerResponse, bytes: number): void;
  /** The same for what comes and goes without an HTTP response; the function that is returned gives the room back. */
  lease(bytes: number): () => void;
  /** Whether nothing more can be taken. */
  full(): boolean;
};

export function createTransit(maxBytes: number): Transit {
  const held = new Map<ServerResponse, number>();
  let used = 0;
  const hold = (response: ServerResponse, bytes: number): void => {
    // Its end has been told already.
    if (response.closed || response.destroyed) return;
    used += bytes;
    const before = held.get(response);
    held.set(response, (before ?? 0) + bytes);
    if (before !== undefined) return;
    response.once('close', () => {
      used -= held.get(response) ?? 0;
      held.delete(response);
    });
  };
  return {
    get usedBytes() {
      return used;
    },
    take: (response, bytes) => {
      if (used + bytes > maxBytes) return false;
      hold(response, bytes);
      return true;
    },
    hold,
    lease: (bytes) => {
      let left = bytes;
      used += bytes;
      return () => {
        used -= left;
        left = 0;
      };
    },
    full: () => used >= maxBytes,
  };
}
