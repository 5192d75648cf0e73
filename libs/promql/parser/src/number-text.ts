/** Number literals: as Go's ParseInt with base 0, and where that fails as ParseFloat. */
import { quote } from './quote.ts';

const DECIMAL_DIGITS = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const INTEGER = /^(?:0|[1-9]\d*)$/;
const MAX_INT64 = 9_223_372_036_854_775_807n;

/** The value of a number token. Throws an Error whose message is Go's. */
export function parseNumberText(text: string): number {
  const word = text.toLowerCase();
  if (word === 'inf') return Number.POSITIVE_INFINITY;
  if (word === 'nan') return Number.NaN;
  const digits = withoutUnderscores(text);
  if (digits === null) throw syntaxError(text);
  if (/^0x[0-9a-f]+$/i.test(digits) || /^0[0-7]+$/.test(digits)) {
    const value = BigInt(digits.startsWith('0x') || digits.startsWith('0X') ? digits : `0o${digits}`);
    if (value <= MAX_INT64) return Number(value);
    if (digits[1] === 'x' || digits[1] === 'X') throw syntaxError(text);
  }
  if (INTEGER.test(digits) && digits.length < 16) return Number(digits);
  if (!DECIMAL_DIGITS.test(digits)) throw syntaxError(text);
  const value = Number(digits);
  if (!Number.isFinite(value)) throw new Error(`strconv.ParseFloat: parsing ${quote(text)}: value out of range`);
  return value;
}

/** Underscores may only stand between digits, or after a base prefix. */
function withoutUnderscores(text: string): string | null {
  if (!text.includes('_')) return text;
  const separated = /^0x/i.test(text)
    ? /^0x_?[0-9a-f]+(?:_[0-9a-f]+)*$/i.test(text)
    : !/(?:^|[^0-9])_|_(?:$|[^0-9])/.test(text);
  return separated ? text.replaceAll('_', '') : null;
}

function syntaxError(text: string): Error {
  return new Error(`strconv.ParseFloat: parsing ${quote(text)}: invalid syntax`);
}
