/** A request's body, bounded. */
import type { IncomingMessage } from 'node:http';

export type Body = Buffer | 'too_large';

/** Reads to the end, or stops at `maxBytes`. Rejects when the client goes away. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return 'too_large';
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) return 'too_large';
    parts.push(part);
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, size);
}
