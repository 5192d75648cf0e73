/** Compressed Arrow bodies: ZSTD is decoded by Node's zlib; LZ4 is refused with a message that names the alternatives. */
import { zstdDecompressSync } from 'node:zlib';
import { CompressionType, compressionRegistry } from 'apache-arrow';
import { IngestError } from './ingest-error.ts';
import { MAX_BODY_BYTES } from './verify-message.ts';

/** Teaches apache-arrow the codecs; safe to call more than once. */
export function registerCodecs(): void {
  compressionRegistry.set(CompressionType.ZSTD, {
    decode: (data) => new Uint8Array(zstdDecompressSync(data, { maxOutputLength: MAX_BODY_BYTES })),
  });
  compressionRegistry.set(CompressionType.LZ4_FRAME, {
    decode: () => {
      throw new IngestError(
        'invalid_argument',
        'LZ4-compressed Arrow bodies are not supported: send them uncompressed or with zstd',
      );
    },
  });
}
