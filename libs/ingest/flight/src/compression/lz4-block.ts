/** LZ4 blocks (https://github.com/lz4/lz4, doc/lz4_Block_format.md), decoded into memory of a known size. */
import { IngestError } from '../ingest-error.ts';

const MIN_MATCH = 4;
/** Below this a loop is faster than a call. */
const SHORT_COPY = 32;

/**
 * Decodes the block `source[from, to)` to `target` from `at` on; answers where it ended. Matches may reach back to
 * `floor`. Neither reads nor writes outside of what it was given. Throws IngestError 'invalid_argument'.
 */
export function decodeLz4Block(
  source: Uint8Array,
  from: number,
  to: number,
  target: Uint8Array,
  at: number,
  floor: number,
): number {
  const limit = target.length;
  let read = from;
  let write = at;
  while (read < to) {
    const token = source[read++] as number;
    let literals = token >> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255) {
        if (read >= to) throw malformedLz4('a literal length without an end');
        more = source[read++] as number;
        literals += more;
      }
    }
    if (literals > to - read || literals > limit - write) throw malformedLz4('literals outside of their block');
    if (literals > SHORT_COPY) {
      target.set(source.subarray(read, read + literals), write);
      read += literals;
      write += literals;
    } else {
      for (const end = read + literals; read < end; ) target[write++] = source[read++] as number;
    }
    // A block ends with literals.
    if (read === to) return write;
    if (to - read < 2) throw malformedLz4('half a match offset');
    const offset = (source[read] as number) | ((source[read + 1] as number) << 8);
    read += 2;
    if (offset === 0 || offset > write - floor) throw malformedLz4(`a match ${offset} bytes back, outside of the data`);
    let length = (token & 15) + MIN_MATCH;
    if (length === 15 + MIN_MATCH) {
      let more = 255;
      while (more === 255) {
        if (read >= to) throw malformedLz4('a match length without an end');
        more = source[read++] as number;
        length += more;
      }
    }
    if (length > limit - write) throw malformedLz4('more data than announced');
    copyMatch(target, write, offset, length);
    write += length;
  }
  throw malformedLz4('a block that does not end with literals');
}

/** Copies what lies `offset` bytes back; the ranges may overlap: then the copy repeats itself, twice as long each time. */
function copyMatch(target: Uint8Array, write: number, offset: number, length: number): void {
  if (length <= SHORT_COPY) {
    for (let i = write, end = write + length; i < end; i++) target[i] = target[i - offset] as number;
    return;
  }
  const start = write - offset;
  const end = write + length;
  for (let done = write; done < end; ) {
    const size = Math.min(done - start, end - done);
    target.copyWithin(done, start, start + size);
    done += size;
  }
}

export function malformedLz4(detail: string): IngestError {
  return new IngestError('invalid_argument', `malformed LZ4 data: ${detail}`);
}
