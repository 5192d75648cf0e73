/** Inputs for fuzzing: each is known by its number, so that a child process that dies of one can be told which it was. */
import { type Random, seededRandom } from '../random.ts';
import type { FuzzTarget } from './fuzz-target.ts';

/** Gives input `index`; the same target, seed and index give the same bytes. The target's own inputs come first, unchanged. */
export type FuzzInputs = (index: number) => Uint8Array;

/** No input grows by more than this, times its size, or beyond {@link MAX_GROWN}. */
const MAX_CHANGES = 8;
const MAX_GROWN = 1_048_576;
/** Bytes that stand for something in many formats. */
const TELLING_BYTES = [0, 1, 2, 8, 10, 0x1f, 0x22, 0x28, 0x5c, 0x7b, 0x7f, 0x80, 0xc0, 0xfe, 0xff];
/** Lengths, offsets and counts that break what adds or multiplies them. */
const TELLING_WORDS = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];
/** The largest varint, and one that never ends. */
const VARINTS = ['ffffffffffffffffff01', 'ffffffff0f', 'ffffffff07', '80808080808080808080', '00'].map((hex) =>
  Uint8Array.from(hex.match(/../g) as RegExpMatchArray, (pair) => Number.parseInt(pair, 16)),
);

export function fuzzInputs(target: FuzzTarget, seed: number): FuzzInputs {
  const valid = target.corpus();
  const hostile = target.hostile?.() ?? [];
  const given = [...valid, ...hostile];
  const words = (target.words ?? []).map((word) => new TextEncoder().encode(word));
  return (index) => {
    const own = given[index];
    if (own !== undefined) return own;
    // Far from each other for neighbouring numbers.
    const random = seededRandom(Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b));
    if (random.next() < 0.02) return Uint8Array.from({ length: random.int(0, 200) }, () => random.int(0, 255));
    // What is nearly right goes deepest; what is hostile is often large.
    let bytes = Uint8Array.from(random.pick(hostile.length > 0 && random.next() < 0.1 ? hostile : valid));
    let changes = random.next() < 0.4 ? 1 : random.int(1, MAX_CHANGES);
    for (; changes > 0; changes--) bytes = changed(bytes, random, given, words);
    return bytes;
  };
}

type Bytes = Uint8Array<ArrayBuffer>;

function changed(bytes: Bytes, random: Random, given: readonly Uint8Array[], words: readonly Uint8Array[]): Bytes {
  if (bytes.length === 0) return Uint8Array.from(random.pick(given));
  const at = random.int(0, bytes.length - 1);
  const view = new DataView(bytes.buffer);
  switch (random.int(0, words.length > 0 ? 12 : 10)) {
    case 0:
      bytes[at] = random.int(0, 255);
      return bytes;
    case 1:
      bytes[at] = (bytes[at] as number) ^ (1 << random.int(0, 7));
      return bytes;
    case 2:
      bytes[at] = random.pick(TELLING_BYTES);
      return bytes;
    case 3:
      bytes[at] = (bytes[at] as number) + random.int(-8, 8);
      return bytes;
    case 4:
      if (at + 4 <= bytes.length) view.setUint32(at, random.pick(TELLING_WORDS), random.next() < 0.7);
      return bytes;
    case 5:
      if (at + 8 <= bytes.length) view.setBigUint64(at, BigInt(random.pick(TELLING_WORDS)) << 31n, true);
      return bytes;
    case 6:
      return replaced(bytes, at, random.int(1, Math.min(32, bytes.length - at)), new Uint8Array());
    case 7:
      return bytes.slice(0, at);
    case 8:
      return replaced(bytes, at, 0, piece(bytes, random));
    case 9:
      return replaced(bytes, at, random.int(0, Math.min(16, bytes.length - at)), piece(random.pick(given), random));
    case 10:
      return replaced(bytes, at, random.int(0, 1), random.pick(VARINTS));
    default:
      return replaced(bytes, at, random.int(0, Math.min(4, bytes.length - at)), random.pick(words));
  }
}

/** Some of the bytes; now and then many times. */
function piece(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length === 0) return bytes;
  const from = random.int(0, bytes.length - 1);
  const part = bytes.subarray(from, from + random.int(1, 64));
  if (random.next() > 0.05) return part;
  const times = random.int(2, 1_000);
  return Uint8Array.from({ length: times * part.length }, (_, i) => part[i % part.length] as number);
}

/** `remove` bytes at `at` give way to `insert`, unless the whole would grow too large. */
function replaced(bytes: Bytes, at: number, remove: number, insert: Uint8Array): Bytes {
  const length = bytes.length - remove + insert.length;
  if (insert.length > remove && length > MAX_GROWN) return bytes;
  const out = new Uint8Array(length);
  out.set(bytes.subarray(0, at));
  out.set(insert, at);
  out.set(bytes.subarray(at + remove), at + insert.length);
  return out;
}
