/** JSON strings as Go's encoders write them: raw UTF-8, short escapes for quote, backslash, \n, \r, \t, else \u00xx. */
import type { ChunkWriter } from './chunk-writer.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Appends `text` in quotes. Plain ASCII, which nearly all labels are, is copied in one loop. */
export function writeString(out: ChunkWriter, text: string): void {
  const { length } = text;
  out.reserve(6 * length + 2);
  const { bytes } = out;
  let at = out.length;
  bytes[at++] = QUOTE;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80 || unit < 0x20 || unit === QUOTE || unit === BACKSLASH) {
      out.length = at;
      writeRest(out, text, i);
      return;
    }
    bytes[at++] = unit;
  }
  bytes[at++] = QUOTE;
  out.length = at;
}

/** As `writeString`, with `<`, `>`, `&`, U+2028 and U+2029 escaped: Go's default, which Prometheus has outside labels. */
export function writeHtmlSafeString(out: ChunkWriter, text: string): void {
  if (!/[<>&\u2028\u2029]/.test(text)) writeString(out, text);
  else out.utf8(`"${escape(text).replace(/[<>&\u2028\u2029]/g, hexEscape)}"`);
}

/** Slow path: the rest of a string from the first character that is not plain ASCII. */
function writeRest(out: ChunkWriter, text: string, from: number): void {
  out.utf8(escape(text.slice(from)));
  out.reserve(1);
  out.bytes[out.length++] = QUOTE;
}

const SPECIAL = /["\\\u0000-\u001f]/g;
const SHORT: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escape(text: string): string {
  return text.toWellFormed().replace(SPECIAL, (character) => SHORT[character] ?? hexEscape(character));
}

function hexEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
