/**
 * Finds integers and a power of ten that give a column's floats back, bit for bit: decimals such as 12.34 are 1234 / 100,
 * and floats that someone computed as 1234 * 0.01 are found that way. Every value is verified; samples only guess.
 */
import { commonUnit } from './common-unit.ts';
import type { IntegerFrame, ValueColumn } from './value-column.ts';

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const INVERSES = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9];

/** Adding and subtracting 1.5 * 2^52 rounds to the nearest integer, for magnitudes below 2^51. */
const ROUND = 6755399441055744;
const LIMIT = 2 ** 50;

const PROBES = 12;

/** Fills `frame`; `frame.largest` is Infinity when no scale fits. */
export function fitIntegers(column: ValueColumn, frame: IntegerFrame): void {
  frame.largest = Infinity;
  if (column.hasSpecial || Math.max(Math.abs(column.min), Math.abs(column.max)) >= LIMIT) return;
  const scale = fitScale(column, frame.integers, false) || fitScale(column, frame.integers, true);
  if (scale === 0) return;
  const power = scale < 1 ? POWERS[INVERSES.indexOf(scale)] : scale;
  frame.scale = scale;
  frame.base = roundToInteger(column.min * power);
  const range = roundToInteger(column.max * power) - frame.base;
  frame.unit = range > 0xff ? commonUnit(frame.integers, column.count, frame.base) : 1;
  frame.largest = range / frame.unit;
}

function roundToInteger(value: number): number {
  return value + ROUND - ROUND;
}

/** Fills `integers` and returns the scale as the frame stores it; 0 when none fits. */
function fitScale(column: ValueColumn, integers: Float64Array, multiply: boolean): number {
  const { values, from, count } = column;
  let exponent = multiply ? 1 : 0;
  const stride = Math.max(1, Math.floor(count / PROBES));
  for (let i = from; i < from + count; i += stride) {
    exponent = exponentFor(values[i], exponent, multiply);
    if (exponent > 9) return 0;
  }
  for (;;) {
    const failed = tryExponent(column, integers, exponent, multiply);
    if (failed < 0) return exponent === 0 ? 1 : multiply ? INVERSES[exponent] : POWERS[exponent];
    exponent = exponentFor(values[from + failed], exponent + 1, multiply);
    if (exponent > 9) return 0;
  }
}

/** The smallest exponent from `exponent` on that holds `value`; 10 when none does. Stale markers fit any. */
function exponentFor(value: number, exponent: number, multiply: boolean): number {
  if (value !== value) return exponent;
  for (let e = exponent; e <= 9; e++) {
    const scaled = value * POWERS[e];
    if (scaled >= LIMIT || scaled <= -LIMIT) return 10;
    const integer = roundToInteger(scaled);
    if ((multiply ? integer * INVERSES[e] : integer / POWERS[e]) === value) return e;
  }
  return 10;
}

/** Fills `integers`; returns the index of the first value that does not survive, -1 when all do. */
function tryExponent(column: ValueColumn, integers: Float64Array, exponent: number, multiply: boolean): number {
  const { values, from, count, staleCount } = column;
  const power = POWERS[exponent];
  if (Math.max(Math.abs(column.min), Math.abs(column.max)) * power >= LIMIT) return firstTooLarge(column, power);
  if (staleCount > 0) return tryWithStale(column, integers, exponent, multiply);
  if (exponent === 0) {
    for (let i = 0; i < count; i++) {
      const value = values[from + i];
      const integer = value + ROUND - ROUND;
      if (integer !== value) return i;
      integers[i] = integer;
    }
  } else if (multiply) {
    const inverse = INVERSES[exponent];
    for (let i = 0; i < count; i++) {
      const value = values[from + i];
      const integer = value * power + ROUND - ROUND;
      if (integer * inverse !== value) return i;
      integers[i] = integer;
    }
  } else {
    for (let i = 0; i < count; i++) {
      const value = values[from + i];
      const integer = value * power + ROUND - ROUND;
      if (integer / power !== value) return i;
      integers[i] = integer;
    }
  }
  return -1;
}

function firstTooLarge({ values, from, count }: ValueColumn, power: number): number {
  let i = 0;
  while (i < count - 1 && !(Math.abs(values[from + i]) * power >= LIMIT)) i++;
  return i;
}

/** The slow path: a stale marker repeats the integer before it (those at the start repeat the first one). */
function tryWithStale(column: ValueColumn, integers: Float64Array, exponent: number, multiply: boolean): number {
  const { values, from, count } = column;
  const power = POWERS[exponent];
  const inverse = INVERSES[exponent];
  let previous = NaN;
  for (let i = 0; i < count; i++) {
    const value = values[from + i];
    if (value === value) {
      const integer = value * power + ROUND - ROUND;
      if ((multiply ? integer * inverse : integer / power) !== value) return i;
      if (previous !== previous) integers.fill(integer, 0, i);
      previous = integer;
    }
    integers[i] = previous;
  }
  return -1;
}
