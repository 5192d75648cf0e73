/** LZ4 frames (https://github.com/lz4/lz4, doc/lz4_Frame_format.md), decoded into memory of the announced size. */
import { runAtOnce, type SlicedWork } from '@chimera/tsdb-storage';
import { decodeLz4Block, malformedLz4 } from './lz4-block.ts';
import { xxh32 } from './xxh32.ts';

const MAGIC = 0x184d2204;
const SKIPPABLE = 0x184d2a50;
const UNCOMPRESSED = 0x80000000;

/** Fills `target` from one or more frames. Throws IngestError 'invalid_argument' unless they hold exactly so much. */
export function decodeLz4Frames(source: Uint8Array, target: Uint8Array): void {
  runAtOnce(lz4Frames(source, target));
}

/** The same in steps, of one block (4 MiB at most) each. */
export function* lz4Frames(source: Uint8Array, target: Uint8Array): SlicedWork<void> {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  let at = 0;
  let written = 0;
  while (at < source.length) {
    need(source, at, 8);
    const magic = view.getUint32(at, true);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
      const size = view.getUint32(at + 4, true);
      need(source, at + 8, size);
      at += 8 + size;
    } else if (magic === MAGIC) {
      [at, written] = yield* decodeFrame(source, view, at + 4, target, written);
    } else {
      throw malformedLz4('no LZ4 frame where one should begin');
    }
  }
  if (written !== target.length) throw malformedLz4(`${written} bytes where ${target.length} were announced`);
}

type Descriptor = { independent: boolean; blockChecksum: boolean; contentChecksum: boolean; maxBlock: number };

/** Answers where the frame ends in `source`, and where its data ends in `target`. */
function* decodeFrame(
  source: Uint8Array,
  view: DataView,
  descriptorAt: number,
  target: Uint8Array,
  start: number,
): SlicedWork<[number, number]> {
  const [descriptor, blocksAt] = readDescriptor(source, view, descriptorAt);
  const { independent, blockChecksum, contentChecksum, maxBlock } = descriptor;
  let at = blocksAt;
  let written = start;
  for (;;) {
    need(source, at, 4);
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) break;
    const size = word % UNCOMPRESSED;
    if (size > maxBlock) throw malformedLz4(`a block of ${size} bytes; the frame allows ${maxBlock}`);
    need(source, at, size + (blockChecksum ? 4 : 0));
    const end = at + size;
    if (blockChecksum && xxh32(source.subarray(at, end)) !== view.getUint32(end, true))
      throw malformedLz4('the checksum of a block is wrong');
    if (word >= UNCOMPRESSED) {
      if (size > target.length - written) throw malformedLz4('more data than announced');
      target.set(source.subarray(at, end), written);
      written += size;
    } else {
      written = decodeLz4Block(source, at, end, target, written, independent ? written : start);
    }
    at = end + (blockChecksum ? 4 : 0);
    yield;
  }
  if (!contentChecksum) return [at, written];
  need(source, at, 4);
  if (xxh32(target.subarray(start, written)) !== view.getUint32(at, true))
    throw malformedLz4('the checksum of the content is wrong');
  return [at + 4, written];
}

function readDescriptor(source: Uint8Array, view: DataView, from: number): [Descriptor, number] {
  need(source, from, 3);
  const flags = source[from] as number;
  const blockSize = ((source[from + 1] as number) >> 4) & 7;
  if (flags >> 6 !== 1 || (flags & 2) !== 0) throw malformedLz4('an unknown version of the frame format');
  if ((flags & 1) !== 0) throw malformedLz4('the frame needs a dictionary');
  if (blockSize < 4) throw malformedLz4(`an unknown block size (${blockSize})`);
  const checksumAt = from + 2 + ((flags & 8) !== 0 ? 8 : 0);
  need(source, checksumAt, 1);
  if (((xxh32(source.subarray(from, checksumAt)) >>> 8) & 0xff) !== view.getUint8(checksumAt))
    throw malformedLz4("the checksum of the frame's header is wrong");
  return [
    {
      independent: (flags & 0x20) !== 0,
      blockChecksum: (flags & 0x10) !== 0,
      contentChecksum: (flags & 4) !== 0,
      maxBlock: 1 << (8 + 2 * blockSize),
    },
    checksumAt + 1,
  ];
}

function need(source: Uint8Array, at: number, size: number): void {
  if (size > source.length - at) throw malformedLz4('the data ends too early');
}
