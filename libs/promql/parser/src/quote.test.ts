/** Quoting and unquoting. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote, quoteCharacter } from './quote.ts';
import { scanString } from './scan-string.ts';
import { unquote } from './unquote.ts';

test.each([
  ['plain', '"plain"'],
  ['a"b\\c\n\t', String.raw`"a\"b\\c\n\t"`],
  ['\u0000\u007f', String.raw`"\x00\x7f"`],
  ['é日😀', '"é日😀"'],
  ['\u00a0\u200b\u{e0001}', String.raw`"\u00a0\u200b\U000e0001"`],
  ['\udcff', String.raw`"\xff"`],
])('quote %j', (text, quoted) => {
  expect(quote(text)).toBe(quoted);
});

test.each([
  ['a', "'a'"],
  ["'", String.raw`'\''`],
  ['"', `'"'`],
  ['\n', String.raw`'\n'`],
  [undefined, "'\uFFFD'"],
])('quoteCharacter %j', (character, quoted) => {
  expect(quoteCharacter(character)).toBe(quoted);
});

test('every text comes back from its literal, bytes that are no UTF-8 included', () => {
  const byte = fc.integer({ min: 0x80, max: 0xff }).map((value) => String.fromCharCode(0xdc00 + value));
  // A lone byte next to others could make valid UTF-8: then it is that character.
  const text = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        byte.map((b) => `a${b}a`),
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (value) => {
      fc.pre(!value.includes('\uFFFD'));
      const literal = quote(value);
      expect(scanString(literal, 0)).toEqual({ end: literal.length });
      expect(unquote(literal)).toBe(value);
    }),
    { seed: 1, numRuns: 1_000 },
  );
});

test('bytes that make UTF-8 together are one character', () => {
  expect(unquote(String.raw`"\xf0\x9f\x98\x80\342\202\254"`)).toBe('😀€');
  expect(unquote(String.raw`"\xf0\x9f\x98"`)).toBe('\udcf0\udc9f\udc98');
});
