import { type Random, seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { IngestError } from '../ingest-error.ts';
import { decodeLz4Frames } from './lz4-frame.ts';
import { xxh32 } from './xxh32.ts';

/** What pyarrow 26 (liblz4) makes of some data: `pa.compress(data, codec='lz4')`, base64. */
const RECORDED: Readonly<Record<string, { data: Uint8Array; frame: string }>> = {
  text: {
    data: Buffer.from('the quick brown fox jumps over the lazy dog; the quick brown fox jumps again. '.repeat(3)),
    frame:
      'BCJNGGBAgkcAAADwEHRoZSBxdWljayBicm93biBmb3gganVtcHMgb3ZlciAfAJFsYXp5IGRvZzsOAA8tAANvYWdhaW4uIQAID04AalBhaW4uIAAAAAA=',
  },
  'an incompressible block': { data: Buffer.from('abc'), frame: 'BCJNGGBAggMAAIBhYmMAAAAA' },
  integers: {
    data: new Uint8Array(BigInt64Array.from({ length: 40 }, (_, i) => BigInt(1_000 + 7 * i)).buffer),
    frame:
      'BCJNGGBAgqkAAAAx6AMAAQAT7wgAE/YIABP9CAAhBAQfACMACwgAExIIABMZCAATIAgAEycIABMuCAATNQgAEzwIABNDCAATSggAE1EIABNYCAATXwgAE2YIABNtCAATdAgAE3sIABOCCAATiQgAE5AIABOXCAATnggAE6UIABOsCAATswgAE7oIABPBCAATyAgAE88IABPWCAAT3QgAE+QIABPrCAAT8ggAgPkEAAAAAAAAAAAAAA==',
  },
};

function decode(frame: Uint8Array, length: number): Uint8Array {
  const target = new Uint8Array(length);
  decodeLz4Frames(frame, target);
  return target;
}

/** A frame of our own: version 1, 64 KiB blocks, all checksums; blocks may refer to earlier ones when `linked`. */
function frameOf(blocks: readonly Uint8Array[], content: Uint8Array, linked: boolean): Buffer {
  const descriptor = Buffer.alloc(10);
  descriptor[0] = 0x40 | (linked ? 0 : 0x20) | 0x10 | 0x08 | 0x04;
  descriptor[1] = 4 << 4;
  descriptor.writeBigUInt64LE(BigInt(content.length), 2);
  const word = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  return Buffer.concat([
    word(0x184d2204),
    descriptor,
    Buffer.of((xxh32(descriptor) >>> 8) & 0xff),
    ...blocks.flatMap((block) => [word(block.length), block, word(xxh32(block))]),
    word(0),
    word(xxh32(content)),
  ]);
}

/** Random sequences, and what they stand for, found byte by byte. `before` is data that matches may refer to. */
function randomBlock(
  random: Random,
  before: readonly number[],
  sequences: number,
): { block: number[]; data: number[] } {
  const block: number[] = [];
  const data = [...before];
  const extend = (rest: number): void => {
    for (; rest >= 255; rest -= 255) block.push(255);
    block.push(rest);
  };
  for (let i = 0; i <= sequences; i++) {
    const literals = random.int(i === 0 ? 1 : 0, random.next() < 0.1 ? 700 : 20);
    const match = random.int(4, random.next() < 0.1 ? 700 : 30);
    const last = i === sequences;
    block.push((Math.min(literals, 15) << 4) | (last ? 0 : Math.min(match - 4, 15)));
    if (literals >= 15) extend(literals - 15);
    for (let k = 0; k < literals; k++) {
      const byte = random.int(0, 255);
      block.push(byte);
      data.push(byte);
    }
    if (last) break;
    const offset = random.int(1, Math.min(data.length, 65_535));
    block.push(offset & 0xff, offset >> 8);
    if (match - 4 >= 15) extend(match - 4 - 15);
    for (let k = 0; k < match; k++) data.push(data[data.length - offset] as number);
  }
  return { block, data: data.slice(before.length) };
}

test('xxh32 of the texts in its specification and of a long one', () => {
  const hash = (text: string): number => xxh32(Buffer.from(text));
  expect(hash('')).toBe(0x02cc5d05);
  expect(hash('a')).toBe(0x550d7456);
  expect(hash('abc')).toBe(0x32d153ff);
  expect(hash('Nobody inspects the spammish repetition')).toBe(0xe2293b2f);
});

test.each(Object.entries(RECORDED))('what liblz4 wrote: %s', (_, { data, frame }) => {
  expect(Buffer.from(decode(Buffer.from(frame, 'base64'), data.length))).toEqual(Buffer.from(data));
});

test('frames after one another, with something to skip between them', () => {
  const { data, frame } = RECORDED['text']!;
  const bytes = Buffer.from(frame, 'base64');
  const skipped = Buffer.of(0x53, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9);
  expect(Buffer.from(decode(Buffer.concat([bytes, skipped, bytes]), 2 * data.length))).toEqual(
    Buffer.concat([data, data]),
  );
});

test('random blocks, linked and independent, checksums and all', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 60; round++) {
    const linked = round % 2 === 0;
    const content: number[] = [];
    const blocks: Uint8Array[] = [];
    for (let i = random.int(1, 4); i > 0; i--) {
      const { block, data } = randomBlock(random, linked ? content : [], random.int(1, 30));
      blocks.push(Uint8Array.from(block));
      content.push(...data);
    }
    const frame = frameOf(blocks, Uint8Array.from(content), linked);
    expect(Buffer.from(content).equals(decode(frame, content.length))).toBe(true);
  }
});

test.each<[string, (frame: Buffer) => void, RegExp]>([
  ['another magic number', (frame) => frame.writeUInt8(1, 0), /no LZ4 frame/],
  ['a wrong header checksum', (frame) => frame.writeUInt8(frame[14]! ^ 1, 14), /checksum of the frame's header/],
  ['a wrong block', (frame) => frame.writeUInt8(frame[20]! ^ 1, 20), /checksum of a block/],
  ['a wrong content checksum', (frame) => frame.writeUInt8(frame.at(-1)! ^ 1, frame.length - 1), /of the content/],
  ['a block beyond the limit', (frame) => frame.writeUInt32LE(65_537, 15), /65537 bytes; the frame allows 65536/],
])('%s is refused', (_, damage, message) => {
  const frame = frameOf([Buffer.of(0x30, 1, 2, 3)], Buffer.of(1, 2, 3), false);
  damage(frame);
  expect(() => decode(frame, 3)).toThrow(message);
});

test('neither more nor less than announced', () => {
  const frame = Buffer.from(RECORDED['text']!.frame, 'base64');
  expect(() => decode(frame, 233)).toThrow(IngestError);
  expect(() => decode(frame, 235)).toThrow('234 bytes where 235 were announced');
  expect(() => decode(frame, 0)).toThrow(IngestError);
});

test('a match before the block is refused where blocks are independent', () => {
  const first = Buffer.of(0x40, 1, 2, 3, 4);
  const second = Buffer.of(0x00, 4, 0, 0x00);
  const content = Buffer.of(1, 2, 3, 4, 1, 2, 3, 4);
  expect(Buffer.from(decode(frameOf([first, second], content, true), 8))).toEqual(content);
  expect(() => decode(frameOf([first, second], content, false), 8)).toThrow('a match 4 bytes back');
});

test('damaged frames: an IngestError or data, never anything else', () => {
  const random = seededRandom(Number(process.env['FUZZ_SEED'] ?? 13));
  const rounds = 50 * Number(process.env['FUZZ_ROUNDS'] ?? 400);
  const frames = Object.values(RECORDED).map(({ frame }) => Buffer.from(frame, 'base64'));
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    let frame = Buffer.from(random.pick(frames));
    // Mostly behind the header, whose checksum would hide the rest.
    for (let i = random.int(0, 4); i > 0; i--)
      frame[random.int(random.next() < 0.1 ? 0 : 7, frame.length - 1)] = random.int(0, 255);
    if (random.next() < 0.2) frame = frame.subarray(0, random.int(0, frame.length));
    try {
      decode(frame, random.pick([234, 3, 320, 0, 1_000]));
    } catch (thrown) {
      if (!(thrown instanceof IngestError)) throw thrown;
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(rounds / 2);
});
