import { seededRandom } from '@chimera/testing';
import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { DecodeError, decodeUtf8, ProtobufReader, ProtobufWriter } from './index.ts';

test.each([
  0,
  1,
  127,
  128,
  300,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  1_763_712_000_123,
  Number.MAX_SAFE_INTEGER,
  -1,
  -1_763_712_000_123,
])('the integer %d survives a varint', (value) => {
  const reader = new ProtobufReader(new ProtobufWriter().varint(15, value).finish());
  expect(reader.nextField()).toBe(true);
  expect(reader.field).toBe(15);
  expect(reader.int64()).toBe(value);
  expect(reader.nextField()).toBe(false);
});

test('messages nest, unknown fields are skipped', () => {
  const bytes = new ProtobufWriter()
    .double(9, 2.5)
    .message(1, (inner) => inner.string(1, 'naïve').fixed64(7, 1_700_000_000_000_000))
    .varint(2, 42)
    .finish();
  const reader = new ProtobufReader(bytes);
  const seen: unknown[] = [];
  while (reader.nextField()) {
    if (reader.field === 1) {
      const end = reader.enter();
      reader.nextField();
      seen.push(reader.string());
      reader.leave(end);
    } else if (reader.field === 2) seen.push(reader.uint32());
    else reader.skip();
  }
  expect(seen).toEqual(['naïve', 42]);
});

test("a double's bits survive as words, the stale marker among them", () => {
  const bytes = new ProtobufWriter().double(1, 0).finish();
  bytes.set([2, 0, 0, 0, 0, 0, 0xf0, 0x7f], 1);
  const reader = new ProtobufReader(bytes);
  reader.nextField();
  const words = new Uint32Array(2);
  reader.doubleWords(words, 0);
  expect([...words]).toEqual([2, 0x7ff00000]);
});

test('random bytes are decoded or refused with a DecodeError, never anything else', () => {
  const random = seededRandom(7);
  let refused = 0;
  for (let round = 0; round < 20_000; round++) {
    const bytes = Uint8Array.from({ length: random.int(0, 40) }, () => random.int(0, 255));
    const reader = new ProtobufReader(bytes);
    try {
      while (reader.nextField()) {
        if (reader.wire === 2 && random.next() < 0.5) reader.leave(reader.enter());
        else reader.skip();
      }
    } catch (error) {
      expect(error).toBeInstanceOf(DecodeError);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(1_000);
});

test.each([0, 1, -1, 63, -64, 64, 2 ** 31, -(2 ** 31) - 1, 2 ** 52, -(2 ** 52), 1_763_712_000_123])(
  'the integer %d survives a zigzag varint',
  (value) => {
    const zigzag = value < 0 ? -2 * value - 1 : 2 * value;
    const reader = new ProtobufReader(new ProtobufWriter().varint(1, zigzag).finish());
    reader.nextField();
    expect(reader.sint64()).toBe(value);
  },
);

test('reads what protobufjs writes', () => {
  const oracle = protobuf.Writer.create()
    .uint32(1 << 3)
    .uint64('18446744073709551615');
  oracle
    .uint32(2 << 3)
    .int64('-9223372036854775808')
    .uint32(3 << 3)
    .sint32(-5);
  oracle
    .uint32((4 << 3) | 1)
    .fixed64('1763712000123456789')
    .uint32((5 << 3) | 1)
    .double(-0.1);
  const reader = new ProtobufReader(
    oracle
      .uint32((6 << 3) | 2)
      .string('\ufeffé€𝄞')
      .finish(),
  );
  const field = (number: number): ProtobufReader => {
    expect(reader.nextField()).toBe(true);
    expect(reader.field).toBe(number);
    return reader;
  };
  expect(field(1).uint64()).toBe(2 ** 64);
  expect(field(2).int64()).toBe(-(2 ** 63));
  expect(field(3).sint32()).toBe(-5);
  field(4).fixed64Words();
  expect(BigInt(reader.high) * 2n ** 32n + BigInt(reader.low)).toBe(1_763_712_000_123_456_789n);
  expect(field(5).double()).toBe(-0.1);
  const start = field(6).range();
  expect(decodeUtf8(reader.bytes, start, reader.position)).toBe('\ufeffé€𝄞');
  expect(reader.nextField()).toBe(false);
});

test.each<[string, number[], (reader: ProtobufReader) => unknown, string]>([
  ['a varint at the end', [0x80, 0x80], (reader) => reader.uint64(), 'truncated varint'],
  ['a double of 7 bytes', [1, 2, 3, 4, 5, 6, 7], (reader) => reader.double(), '8 bytes wanted, 7 left'],
  ['a length that lies', [5, 1, 2], (reader) => reader.range(), '5 bytes wanted, 2 left'],
  ['field 0', [0], (reader) => reader.nextField(), 'field number 0'],
])('%s is refused', (_, bytes, act, message) => {
  const reader = new ProtobufReader(Uint8Array.from(bytes));
  expect(() => act(reader)).toThrow(DecodeError);
  expect(() => act(new ProtobufReader(Uint8Array.from(bytes)))).toThrow(message);
});
