/**
 * Sample values as Prometheus' API prints them: in quotes, shortest digits, no exponent but below 1e-6 and from 1e21
 * on (then two digits at least), `+Inf`, `-Inf`, `NaN`. JavaScript's own form differs only in the exponent's digits
 * and the infinities; it is right but slow, so integers and numbers of few decimals are written digit by digit.
 */

import { writeShortestAt } from './write-shortest.ts';

/** More than any value needs: `-0.0000012345678901234567` has 25 characters. */
export const MAX_FLOAT_BYTES = 32;

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const BILLION = 1e9;

/**
 * Decimals of up to 15 significant digits are exact in both directions: when scaling up, rounding and scaling down
 * gives the number back, its shortest digits are those of the scaled integer.
 */
const MAX_SCALED = 1e15;

/** Writes `value` at `at` without quotes and returns the end. The caller has reserved MAX_FLOAT_BYTES. */
export function writeFloatAt(bytes: Uint8Array, at: number, value: number): number {
  const integer = value | 0;
  if (integer === value && (integer !== 0 || 1 / value > 0)) {
    if (integer >= 0) return writeDigits(bytes, at, integer);
    bytes[at] = MINUS;
    return writeDigits(bytes, at + 1, -integer);
  }
  const magnitude = value < 0 ? -value : value;
  if (magnitude < MAX_SCALED / 1e3 && magnitude >= 1e-3) {
    const thousandths = Math.round(magnitude * 1e3);
    if (thousandths / 1e3 === magnitude) return writeDecimals(bytes, at, value < 0, thousandths, 1e3);
    const millionths = Math.round(magnitude * 1e6);
    if (millionths < MAX_SCALED && millionths / 1e6 === magnitude) {
      return writeDecimals(bytes, at, value < 0, millionths, 1e6);
    }
  }
  const first = value < 0 ? at + 1 : at;
  const end = writeShortestAt(bytes, first, magnitude);
  if (end === 0) return writeSlowly(bytes, at, value, magnitude);
  if (value < 0) bytes[at] = MINUS;
  return end;
}

/** Writes scaled / scale, which is exact, without trailing zeros. */
function writeDecimals(bytes: Uint8Array, at: number, negative: boolean, scaled: number, scale: number): number {
  if (negative) bytes[at++] = MINUS;
  const whole = Math.floor(scaled / scale);
  let fraction = scaled - whole * scale;
  at = writeDigits(bytes, at, whole);
  if (fraction === 0) return at;
  bytes[at++] = POINT;
  for (let digit = scale / 10; fraction > 0; digit /= 10) {
    const tens = (fraction / digit) | 0;
    bytes[at++] = ZERO + tens;
    fraction -= tens * digit;
  }
  return at;
}

/** A non-negative integer below 1e15. */
function writeDigits(bytes: Uint8Array, at: number, integer: number): number {
  if (integer < BILLION) return writeSmall(bytes, at, integer | 0);
  const high = Math.floor(integer / BILLION);
  let low = (integer - high * BILLION) | 0;
  const start = writeSmall(bytes, at, high);
  const end = start + 9;
  for (let i = end - 1; i >= start; i--) {
    const tenth = (low / 10) | 0;
    bytes[i] = ZERO + low - 10 * tenth;
    low = tenth;
  }
  return end;
}

function writeSmall(bytes: Uint8Array, at: number, integer: number): number {
  let end = at + 1;
  for (let bound = 10; bound <= integer; bound *= 10) end++;
  for (let i = end - 1; i >= at; i--) {
    const tenth = (integer / 10) | 0;
    bytes[i] = ZERO + integer - 10 * tenth;
    integer = tenth;
  }
  return end;
}

function writeSlowly(bytes: Uint8Array, at: number, value: number, magnitude: number): number {
  const text = magnitude >= 1e-6 && magnitude < 1e21 ? `${value}` : specialText(value);
  const { length } = text;
  for (let i = 0; i < length; i++) bytes[at + i] = text.charCodeAt(i);
  return at + length;
}

/** Zero, infinities, NaN and numbers with an exponent. */
function specialText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return `${value}`.replace(/e([+-])(\d)$/, 'e$10$2');
}
