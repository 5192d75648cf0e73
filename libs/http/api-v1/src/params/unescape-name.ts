/** Names that clients escape to fit old syntax: `U__` starts one, `__` is `_`, `_1F600_` is a code point in hex. */

const PREFIX = 'U__';
const MAX_CODE_POINT_DIGITS = 6;

/** The name behind an escaped one; a text that is not properly escaped is returned as it is, as Prometheus does. */
export function unescapeName(text: string): string {
  if (!text.startsWith(PREFIX)) return text;
  let name = '';
  for (let i = PREFIX.length; i < text.length; i++) {
    const character = text[i] as string;
    if (character !== '_') {
      name += character;
      continue;
    }
    if (text[i + 1] === '_') {
      name += '_';
      i++;
      continue;
    }
    const end = text.indexOf('_', i + 1);
    const digits = end < 0 ? '' : text.slice(i + 1, end);
    if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length > MAX_CODE_POINT_DIGITS) return text;
    const codePoint = Number.parseInt(digits, 16);
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return text;
    name += String.fromCodePoint(codePoint);
    i = end;
  }
  return name;
}
