/**
 * Sample values as Prometheus' API prints them: in quotes, shortest digits, no exponent but below 1e-6 and from 1e21
 * on (then two digits at least), `+Inf`, `-Inf`, `NaN`. JavaScript's own form differs only in the exponent's digits
 * and the infinities.
 */

/** More than any value needs: `-0.0000012345678901234567` has 25 characters. */
export const MAX_FLOAT_BYTES = 32;

const MINUS = 0x2d;
const ZERO = 0x30;

/** Writes `value` at `at` without quotes and returns the end. The caller has reserved MAX_FLOAT_BYTES. */
export function writeFloatAt(bytes: Uint8Array, at: number, value: number): number {
  // Fast path: integers of up to nine digits, -0 excluded.
  const integer = value | 0;
  if (integer === value && integer < 1e9 && integer > -1e9 && (integer !== 0 || 1 / value > 0)) {
    return writeIntegerAt(bytes, at, integer);
  }
  const text = `${value}`;
  const { length } = text;
  for (let i = 0; i < length; i++) bytes[at + i] = text.charCodeAt(i);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-6 && magnitude < 1e21) return at + length;
  return writeSpecialAt(bytes, at, value, text);
}

function writeIntegerAt(bytes: Uint8Array, at: number, integer: number): number {
  if (integer < 0) {
    bytes[at++] = MINUS;
    integer = -integer;
  }
  let end = at + 1;
  for (let bound = 10; bound <= integer; bound *= 10) end++;
  for (let i = end - 1; i >= at; i--) {
    const tenth = (integer / 10) | 0;
    bytes[i] = ZERO + integer - 10 * tenth;
    integer = tenth;
  }
  return end;
}

/** Slow path: zero, infinities, NaN and numbers with an exponent. */
function writeSpecialAt(bytes: Uint8Array, at: number, value: number, text: string): number {
  const special =
    value === 0
      ? Object.is(value, -0)
        ? '-0'
        : '0'
      : Number.isNaN(value)
        ? 'NaN'
        : Number.isFinite(value)
          ? text.replace(/e([+-])(\d)$/, 'e$10$2')
          : value > 0
            ? '+Inf'
            : '-Inf';
  for (let i = 0; i < special.length; i++) bytes[at + i] = special.charCodeAt(i);
  return at + special.length;
}
