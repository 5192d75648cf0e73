import { expect, it } from 'vitest';
import { BytesMap } from './bytes-map.ts';
import { Utf8Cache } from './utf8-cache.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('agrees with a map of strings, also when keys are parts of a buffer', () => {
  const map = new BytesMap<number>({ entries: 10_000, keyBytes: 1 << 20 });
  const oracle = new Map<string, number>();
  for (let i = 0; i < 3_000; i++) {
    const key = `key-${(i * 37) % 1_999}`;
    const buffer = bytes(`before${key}after`);
    expect(map.get(buffer, 6, 6 + key.length)).toBe(oracle.get(key));
    map.set(buffer, 6, 6 + key.length, i);
    buffer.fill(0);
    oracle.set(key, i);
  }
  expect(map.size).toBe(oracle.size);
  for (const [key, value] of oracle) expect(map.get(bytes(key), 0, key.length)).toBe(value);
  expect(map.get(bytes('key-'), 0, 4)).toBeUndefined();
  map.set(bytes(''), 0, 0, 9);
  expect(map.get(bytes('x'), 1, 1)).toBe(9);
});

it('keeps equal bytes with different salts apart', () => {
  const map = new BytesMap<string>({ entries: 100, keyBytes: 1_000 });
  map.set(bytes('key'), 0, 3, 'plain');
  map.set(bytes('key'), 0, 3, 'salted', 7);
  expect([map.get(bytes('key'), 0, 3), map.get(bytes('key'), 0, 3, 7)]).toEqual(['plain', 'salted']);
  expect(map.get(bytes('key'), 0, 3, 8)).toBeUndefined();
});

it('starts over when a bound is reached', () => {
  const map = new BytesMap<string>({ entries: 3, keyBytes: 10 });
  for (const key of ['a', 'b', 'c']) map.set(bytes(key), 0, 1, key);
  map.set(bytes('d'), 0, 1, 'd');
  expect([map.size, map.get(bytes('a'), 0, 1), map.get(bytes('d'), 0, 1)]).toEqual([1, undefined, 'd']);
  map.set(bytes('0123456789'), 0, 10, 'long');
  expect([map.size, map.get(bytes('0123456789'), 0, 10)]).toEqual([1, 'long']);
  map.set(bytes('0123456789x'), 0, 11, 'too long');
  expect([map.size, map.get(bytes('0123456789x'), 0, 11)]).toEqual([1, undefined]);
});

it('decodes UTF-8 strictly, and equal bytes to equal text', () => {
  const cache = new Utf8Cache(2);
  for (const text of ['', 'up', 'é€𝄞', '\ufeffbom', 'up']) {
    expect(cache.decode(bytes(`<${text}>`), 1, 1 + bytes(text).length)).toBe(text);
  }
  expect(cache.decode(Uint8Array.of(0xff), 0, 1)).toBeNull();
  expect(cache.decode(Uint8Array.of(0xc3), 0, 1)).toBeNull();
});
