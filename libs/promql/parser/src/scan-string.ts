/** How far a string literal reaches, with its escapes checked. */

/** The end of the literal, or what is wrong with it. */
export type StringScan = { readonly end: number } | { readonly problem: string };

const NOT_TERMINATED = 'escape sequence not terminated';

/** Scans the literal whose opening quote is at `start`. */
export function scanString(text: string, start: number): StringScan {
  const mark = text[start] as string;
  const raw = mark === '`';
  let at = start + 1;
  for (;;) {
    const character = characterAt(text, at);
    if (character === undefined || (character === '\n' && !raw)) {
      return { problem: raw ? 'unterminated raw string' : 'unterminated quoted string' };
    }
    if (character === mark) return { end: at + 1 };
    if (isBroken(character)) return { problem: 'invalid UTF-8 rune' };
    at += character.length;
    if (character !== '\\' || raw) continue;
    const escape = scanEscape(text, at, mark);
    if (typeof escape === 'string') return { problem: escape };
    at = escape;
  }
}

/** Scans what follows a backslash; the end, or the problem. */
function scanEscape(text: string, start: number, mark: string): number | string {
  const letter = characterAt(text, start);
  if (letter === undefined) return NOT_TERMINATED;
  if (letter === mark || 'abfnrtv\\'.includes(letter)) return start + letter.length;
  const octal = letter >= '0' && letter <= '7';
  const length = octal ? 3 : ({ x: 2, u: 4, U: 8 } as Readonly<Record<string, number>>)[letter];
  if (length === undefined) return `unknown escape sequence ${codePoint(letter)}`;
  const first = octal ? start : start + 1;
  for (let at = first; at < first + length; at++) {
    const digit = characterAt(text, at);
    if (digit === undefined) return NOT_TERMINATED;
    if (!(octal ? /[0-7]/ : /[0-9a-fA-F]/).test(digit))
      return `illegal character ${codePoint(digit)} in escape sequence`;
  }
  const value = Number.parseInt(text.slice(first, first + length), octal ? 8 : 16);
  const largest = octal || letter === 'x' ? 255 : 0x10ffff;
  if (value > largest || (value >= 0xd800 && value < 0xe000)) return 'escape sequence is an invalid Unicode code point';
  return first + length;
}

/** The character (a whole code point) at an offset. */
export function characterAt(text: string, at: number): string | undefined {
  const code = text.codePointAt(at);
  return code === undefined ? undefined : String.fromCodePoint(code);
}

/** U+FFFD stands for broken UTF-8, as a lone surrogate does. */
function isBroken(character: string): boolean {
  const code = character.charCodeAt(0);
  return code === 0xfffd || (character.length === 1 && code >= 0xd800 && code < 0xe000);
}

/** As Go's `%#U`: `U+0071 'q'`. */
function codePoint(character: string): string {
  const code = character.codePointAt(0) as number;
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character) ? `U+${hex} '${character}'` : `U+${hex}`;
}
