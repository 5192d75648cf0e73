/** A request's body, bounded by itself and together with all others. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Transit } from './transit.ts';

export type Body = Buffer | 'too_large' | 'no_room';

/** Reads to the end, or stops at `maxBytes`, or where the room for all requests ends. Rejects when the client goes away. */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
  transit: Transit,
): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return 'too_large';
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) return 'too_large';
    if (!transit.take(response, part.length)) return 'no_room';
    parts.push(part);
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, size);
}
