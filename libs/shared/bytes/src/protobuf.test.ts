import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { DecodeError, ProtobufReader, ProtobufWriter } from './index.ts';

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
