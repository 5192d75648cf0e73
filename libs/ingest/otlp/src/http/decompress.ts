/** Content encodings of OTLP/HTTP, all with bounded output. */
import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import { messageOf } from '@chimera/errors';
import { OtlpHttpError } from './http-error.ts';

const gunzipBounded = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip);
const zstdBounded = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(zstdDecompress);

/** The body as the encoding's header says. Throws OtlpHttpError: too_large, malformed, unsupported_media_type. */
export async function decompress(encoding: string, body: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return body;
    case 'gzip':
      return run(() => gunzipBounded(body, { maxOutputLength: maxBytes }), 'gzip', maxBytes);
    case 'zstd': {
      const declared = zstdDeclaredBytes(body);
      if (declared > maxBytes) throw tooLarge(maxBytes);
      return run(() => zstdBounded(body, { maxOutputLength: maxBytes }), 'zstd', maxBytes);
    }
    default:
      throw new OtlpHttpError(
        'unsupported_media_type',
        `Content-Encoding ${JSON.stringify(encoding)} is not supported: send gzip, zstd or no compression`,
      );
  }
}

async function run(start: () => Promise<Buffer>, name: string, maxBytes: number): Promise<Uint8Array> {
  try {
    return await start();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes, cause);
    throw new OtlpHttpError('malformed', `the body is not ${name}: ${messageOf(cause)}`, { cause });
  }
}

function tooLarge(maxBytes: number, cause?: unknown): OtlpHttpError {
  const message = `the body would decompress to more than ${maxBytes} bytes: send smaller batches, or raise --max-message-bytes`;
  return new OtlpHttpError('too_large', message, { cause });
}

/** The content size of the first frame's header (RFC 8878, 3.1.1.1); 0 when it has none. */
function zstdDeclaredBytes(body: Uint8Array): number {
  if (body.length < 6) return 0;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (view.getUint32(0, true) !== 0xfd2fb528) return 0;
  const descriptor = body[4];
  const singleSegment = (descriptor & 0x20) !== 0;
  const sizeBytes = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6];
  const at = 5 + (singleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3];
  if (at + sizeBytes > body.length) return 0;
  if (sizeBytes === 1) return body[at];
  if (sizeBytes === 2) return view.getUint16(at, true) + 256;
  if (sizeBytes === 4) return view.getUint32(at, true);
  return sizeBytes === 8 ? Number(view.getBigUint64(at, true)) : 0;
}
