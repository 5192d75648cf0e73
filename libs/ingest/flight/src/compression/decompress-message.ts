/**
 * Makes an uncompressed message of a compressed one before apache-arrow sees it: each buffer is decoded into exactly the
 * bytes that it announces, and the header (a copy) is patched: the buffers' places, the body's length, no compression.
 */
import { zstdDecompressSync } from 'node:zlib';
import { messageOf } from '@chimera/errors';
import type { SlicedWork } from '@chimera/tsdb-storage';
import { FlatBuffer, malformed } from '../flat-buffer.ts';
import { IngestError } from '../ingest-error.ts';
import { batchTable, SLOT, UNCOMPRESSED_AS_IT_IS, verifyMessage } from '../verify-message.ts';
import { lz4Frames } from './lz4-frame.ts';

const PREFIX_BYTES = 8;

type Codec = (source: Uint8Array, target: Uint8Array) => SlicedWork<void>;

/** By CompressionType (Message.fbs). */
const CODECS: readonly Codec[] = [lz4Frames, decodeZstd];

export type MessageBytes = { readonly header: Uint8Array; readonly body: Uint8Array };

/** Verifies the message, too. Throws IngestError 'invalid_argument'. */
export function* decompressMessage(header: Uint8Array, body: Uint8Array): SlicedWork<MessageBytes> {
  verifyMessage(header, body);
  const original = new FlatBuffer(header);
  const batch = batchTable(original);
  const compression = batch === 0 ? 0 : original.tableAt(batch, SLOT.recordBatch.compression);
  if (compression === 0) return { header, body };
  const codec = CODECS[original.byteAt(compression, SLOT.compression.codec)];
  if (codec === undefined) throw malformed('an unknown compression; known are LZ4 frames and ZSTD');

  const patched = Uint8Array.from(header);
  const view = new DataView(patched.buffer);
  const { start, length } = original.vectorAt(batch, SLOT.recordBatch.buffers, 16);
  const sizes = announcedSizes(original, start, length, body);
  const inflated = new Uint8Array(sizes.reduce((sum, size) => sum + padded(size), 0));
  let at = 0;
  for (const [i, size] of sizes.entries()) {
    const entry = start + 16 * i;
    const from = original.int64(entry);
    const source = body.subarray(from, from + original.int64(entry + 8));
    const target = inflated.subarray(at, at + size);
    if (size > 0) yield* inflate(codec, source, target);
    view.setBigInt64(entry, BigInt(at), true);
    view.setBigInt64(entry + 8, BigInt(size), true);
    at += padded(size);
  }
  const bodyLength = original.fieldAt(original.root(), SLOT.message.bodyLength);
  if (bodyLength === 0) throw malformed('a compressed message without the length of its body');
  view.setBigInt64(bodyLength, BigInt(inflated.length), true);
  view.setUint16(original.slotAt(batch, SLOT.recordBatch.compression), 0, true);
  // Again: in a header that was made to deceive, what was patched may lie over something else.
  verifyMessage(patched, inflated);
  return { header: patched, body: inflated };
}

function* inflate(codec: Codec, source: Uint8Array, target: Uint8Array): SlicedWork<void> {
  const data = source.subarray(PREFIX_BYTES);
  if (announcedOf(source) !== UNCOMPRESSED_AS_IT_IS) yield* codec(data, target);
  else target.set(data);
}

/** Bounds were checked by verifyMessage, as was the sum. */
function announcedSizes(header: FlatBuffer, start: number, length: number, body: Uint8Array): number[] {
  return Array.from({ length }, (_, i) => {
    const from = header.int64(start + 16 * i);
    const size = header.int64(start + 16 * i + 8);
    if (size === 0) return 0;
    if (size < PREFIX_BYTES) throw malformed(`compressed buffer ${i} has ${size} bytes, too few for its length`);
    const announced = announcedOf(body.subarray(from, from + size));
    return announced === UNCOMPRESSED_AS_IT_IS ? size - PREFIX_BYTES : announced;
  });
}

function announcedOf(source: Uint8Array): number {
  return Number(new DataView(source.buffer, source.byteOffset, PREFIX_BYTES).getBigInt64(0, true));
}

function* decodeZstd(source: Uint8Array, target: Uint8Array): SlicedWork<void> {
  let data: Uint8Array;
  try {
    data = zstdDecompressSync(source, { maxOutputLength: target.length });
  } catch (cause) {
    throw new IngestError('invalid_argument', `malformed ZSTD data: ${messageOf(cause)}`, { cause });
  }
  if (data.length !== target.length)
    throw new IngestError(
      'invalid_argument',
      `malformed ZSTD data: ${data.length} bytes where ${target.length} were announced`,
    );
  target.set(data);
  yield;
}

function padded(size: number): number {
  return Math.ceil(size / 8) * 8;
}
