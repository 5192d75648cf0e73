/** The request's body, one snappy block; its declared length is checked before anything is allocated. */
import { messageOf } from '@chimera/errors';
import { uncompressSync } from 'snappy';
import { ReadError } from './read-error.ts';

/** No block grows by more: three bytes can stand for at most 64. */
const MAX_EXPANSION = 22;

/** Throws {@link ReadError}. */
export function decompressBody(body: Uint8Array, maxDecodedBytes: number): Uint8Array {
  let declared = 0;
  let ended = false;
  for (let i = 0; i < Math.min(5, body.length) && !ended; i++) {
    declared += (body[i] & 0x7f) * 128 ** i;
    ended = body[i] < 0x80;
  }
  if (!ended) throw malformed('its length is cut off');
  if (declared > maxDecodedBytes) {
    throw new ReadError(
      'too_large',
      `the body would decompress to ${declared} bytes, over the limit of ${maxDecodedBytes}: send fewer queries, or raise --max-read-bytes`,
      { limit: 'read_body_bytes' },
    );
  }
  if (declared > MAX_EXPANSION * body.length) throw malformed(`it declares ${declared} bytes after ${body.length}`);
  try {
    return uncompressSync(body as Buffer, { asBuffer: true, copyOutputData: true }) as Buffer;
  } catch (cause) {
    throw malformed(messageOf(cause), cause);
  }
}

function malformed(why: string, cause?: unknown): ReadError {
  return new ReadError('malformed', `the body is not a snappy block: ${why}`, { cause });
}
