/** The value of a PromQL string literal. */

const SIMPLE: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
  '\\': 0x5c,
  '"': 0x22,
  "'": 0x27,
};

/**
 * The value of a literal that the lexer accepted, quotes included. `\xFF` and `\377` are single bytes. A byte that is not
 * part of valid UTF-8 becomes a lone surrogate, U+DC00 plus the byte, so that it is not lost: `quote` writes it back,
 * and `isWellFormed()` of the string tells that there is one.
 */
export function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.startsWith('`') || !body.includes('\\')) return body;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  let at = 0;
  while (at < body.length) {
    const slash = body.indexOf('\\', at);
    const plainEnd = slash < 0 ? body.length : slash;
    for (const byte of encoder.encode(body.slice(at, plainEnd))) bytes.push(byte);
    if (slash < 0) break;
    const letter = body[slash + 1] as string;
    const simple = SIMPLE[letter];
    at = slash + 2;
    if (simple !== undefined) {
      bytes.push(simple);
    } else if (letter === 'x') {
      bytes.push(Number.parseInt(body.slice(at, at + 2), 16));
      at += 2;
    } else if (letter === 'u' || letter === 'U') {
      const end = at + (letter === 'u' ? 4 : 8);
      for (const byte of encoder.encode(String.fromCodePoint(Number.parseInt(body.slice(at, end), 16))))
        bytes.push(byte);
      at = end;
    } else {
      bytes.push(Number.parseInt(body.slice(at - 1, at + 2), 8));
      at += 2;
    }
  }
  return decode(Uint8Array.from(bytes));
}

function decode(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes);
  } catch {
    let text = '';
    for (let at = 0; at < bytes.length; ) {
      const lead = bytes[at] as number;
      const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      try {
        text += decoder.decode(bytes.subarray(at, at + length));
        at += length;
      } catch {
        text += String.fromCharCode(0xdc00 + lead);
        at++;
      }
    }
    return text;
  }
}
