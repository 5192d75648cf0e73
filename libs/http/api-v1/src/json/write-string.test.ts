import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { ChunkWriter } from './chunk-writer.ts';
import { writeHtmlSafeString, writeString } from './write-string.ts';

function written(write: typeof writeString, text: string): string {
  const out = new ChunkWriter(1e6);
  write(out, text);
  return Buffer.concat(out.take()).toString();
}

test.each([
  ['', '""'],
  ['plain', '"plain"'],
  ['say "hi"', '"say \\"hi\\""'],
  ['a\\b', '"a\\\\b"'],
  ['line\nbreak\r\t', '"line\\nbreak\\r\\t"'],
  ['\u0000\u001f\b\f', '"\\u0000\\u001f\\u0008\\u000c"'],
  ['grüße 😀', '"grüße 😀"'],
  ['<a>&', '"<a>&"'],
  ['half \ud83d', '"half \ufffd"'],
])('%j is written %s', (text, json) => {
  expect(written(writeString, text)).toBe(json);
});

test('outside of labels, what HTML could misread is escaped', () => {
  expect(written(writeHtmlSafeString, '<a>&"\u2028\u2029é')).toBe('"\\u003ca\\u003e\\u0026\\"\\u2028\\u2029é"');
});

test('any text reads back from its JSON', () => {
  const random = seededRandom(11);
  for (let i = 0; i < 3_000; i++) {
    const units = Array.from({ length: random.int(0, 40) }, () =>
      random.int(0, 3) === 0 ? random.int(0, 0xffff) : random.int(0, 0x7f),
    );
    const text = String.fromCharCode(...units);
    expect(JSON.parse(written(writeString, text))).toBe(text.toWellFormed());
    expect(JSON.parse(written(writeHtmlSafeString, text))).toBe(text.toWellFormed());
  }
});
