/** Walks over the bytes of one line: blanks, names, quoted texts and numbers of the exposition formats. */
import { decodeUtf8 } from '@chimera/bytes';
import { LineError } from './line-error.ts';

export const NEWLINE = 0x0a;
export const HASH = 0x23;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const QUOTE = 0x22;
export const EQUALS = 0x3d;
export const COMMA = 0x2c;
const BLANK = 0x20;
const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const BACKSLASH = 0x5c;
const POINT = 0x2e;
/** All integers of so many digits are float64s. */
const MAX_EXACT_DIGITS = 15;

const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export class Scanner {
  bytes: Uint8Array = new Uint8Array(0);
  position = 0;
  end = 0;

  /** Sets the scanner to the line from `from` to `to`; a carriage return at its end is not part of it. */
  reset(bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes;
    this.position = from;
    this.end = to > from && bytes[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
  }

  get atEnd(): boolean {
    return this.position >= this.end;
  }

  /** The next byte; -1 at the end. */
  peek(): number {
    return this.position < this.end ? this.bytes[this.position] : -1;
  }

  skipBlanks(): void {
    const { bytes, end } = this;
    let at = this.position;
    while (at < end && (bytes[at] === BLANK || bytes[at] === TAB)) at++;
    this.position = at;
  }

  /** Whether the byte is next; then it is taken. */
  take(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.position++;
    return true;
  }

  /** Moves to the end of the name at the position: letters, digits, underscores, and colons if they are allowed. */
  skipName(colons: boolean): void {
    const { bytes, end } = this;
    const start = this.position;
    let at = start;
    while (at < end && isNameByte(bytes[at], at > start, colons)) at++;
    this.position = at;
  }

  /** Moves to the end of the run of bytes that are neither blank nor tab. */
  skipWord(): void {
    const { bytes, end } = this;
    let at = this.position;
    while (at < end && bytes[at] !== BLANK && bytes[at] !== TAB) at++;
    this.position = at;
  }

  /** Moves past a quoted text; the opening quote is next. */
  skipQuoted(): void {
    const { bytes, end } = this;
    for (let at = this.position + 1; at < end; at++) {
      if (bytes[at] === BACKSLASH) at++;
      else if (bytes[at] === QUOTE) {
        this.position = at + 1;
        return;
      }
    }
    throw new LineError('a quoted text does not end');
  }

  /** The text from `from` to the position. */
  textFrom(from: number): string {
    const text = decodeUtf8(this.bytes, from, this.position);
    if (text === null) throw new LineError('text that is not UTF-8');
    return text;
  }

  /** The quoted text at the position, without its quotes and escapes. */
  quoted(): string {
    const from = this.position;
    this.skipQuoted();
    return unescape(this.textFrom(from).slice(1, -1), true);
  }

  /** Fast path: a word of at most 15 digits and perhaps a point, whose value one division rounds correctly; else null. */
  #plainNumber(): number | null {
    const { bytes, end } = this;
    let at = this.position;
    const negative = bytes[at] === 0x2d && at < end;
    if (negative) at++;
    const first = at;
    let mantissa = 0;
    let pointAt = -1;
    for (; at < end; at++) {
      const digit = bytes[at] - 0x30;
      if (digit >= 0 && digit <= 9) mantissa = 10 * mantissa + digit;
      else if (bytes[at] === POINT && pointAt < 0 && at > first) pointAt = at;
      else break;
    }
    const fraction = pointAt < 0 ? 0 : at - pointAt - 1;
    const digits = at - first - (pointAt < 0 ? 0 : 1);
    const ends = at === end || bytes[at] === BLANK || bytes[at] === TAB;
    if (!ends || digits === 0 || digits > MAX_EXACT_DIGITS) return null;
    this.position = at;
    const value = fraction === 0 ? mantissa : mantissa / 10 ** fraction;
    return negative ? -value : value;
  }

  /** The word at the position as a float64, in Go's spelling. */
  float(what: string): number {
    const from = this.position;
    const plain = this.#plainNumber();
    if (plain !== null) return plain;
    this.skipWord();
    const text = this.textFrom(from);
    if (FLOAT.test(text)) return Number(text);
    switch (text.toLowerCase()) {
      case 'nan':
        return NaN;
      case 'inf':
      case '+inf':
      case 'infinity':
      case '+infinity':
        return Infinity;
      case '-inf':
      case '-infinity':
        return -Infinity;
    }
    if (text === '') throw new LineError(`there is no ${what}`);
    throw new LineError(`the ${what} ${JSON.stringify(text.slice(0, 60))} is not a number`);
  }
}

/** `\\`, `\n` and, if quotes are escaped, `\"`; other backslashes stay as they are. */
export function unescape(text: string, quotes: boolean): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([\\n"])/g, (whole, escaped: string) => {
    if (escaped === 'n') return '\n';
    return escaped === '"' && !quotes ? whole : escaped;
  });
}

function isNameByte(byte: number, digits: boolean, colons: boolean): boolean {
  const letter = byte | 0x20;
  if (letter >= 0x61 && letter <= 0x7a) return true;
  if (byte === 0x5f) return true;
  if (byte >= 0x30 && byte <= 0x39) return digits;
  return byte === 0x3a && colons;
}
