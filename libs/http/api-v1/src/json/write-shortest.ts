/**
 * Shortest digits of a float64 without the engine's number-to-string: two to three times as fast, for the magnitudes
 * that samples have. Why it is right: in [1e-6, 2^53 / 10) some power of ten up to 10^22, which is an exact float64, brings
 * the value to [2^53 / 10, 2^53). The product is computed exactly, as the sum of two floats (Dekker). All numbers
 * that round to the value lie within half a unit in the last place, scaled likewise, which is above 0.05 and at most 1: so
 * the nearest multiple of ten, else the nearest integer, else the nearest tenth is the shortest of them. Where rounding of
 * our own sums could decide, it says so, and the caller takes the slow way.
 */

const MIN = 1e-6;
const LIMIT = 2 ** 53;
/** Below it the power of ten is at least 10, so that there is a fraction. */
const MAX = LIMIT / 10;
/** Distances are sums of a few floats below 10: errors stay far below this. */
const DOUBT = 1e-9;
const SPLITTER = 2 ** 27 + 1;

const POINT = 0x2e;
const ZERO = 0x30;
const HUNDRED_MILLION = 1e8;

/** 10^k, and its halves of 26 bits, for exact products. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const POWER_HIGH = POWERS.map(highHalf);
const POWER_LOW = POWERS.map((power, k) => power - (POWER_HIGH[k] as number));

/** By the exponent's bits: the largest k with 2^exponent * 10^k below 2^53; at most 22. */
const SCALES = Uint8Array.from({ length: 1076 }, (_, bits) => {
  let k = 0;
  while (k < 22 && 2 ** (bits - 1023) * 10 ** (k + 1) < LIMIT) k++;
  return k;
});
/** Half a unit in the last place, by the exponent's bits. */
const HALF_UNITS = Float64Array.from({ length: 1076 }, (_, bits) => 2 ** (bits - 1023 - 53));

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * Writes the shortest digits of a positive value at `at` and returns the end; 0 when it cannot (out of range, a power of
 * two, or in doubt): then nothing was written that counts. Takes up to 25 bytes.
 */
export function writeShortestAt(bytes: Uint8Array, at: number, value: number): number {
  if (!(value >= MIN && value < MAX)) return 0;
  float[0] = value;
  const high = words[1] as number;
  // Below a power of two the neighbours are nearer than above it.
  if (words[0] === 0 && (high & 0xfffff) === 0) return 0;
  const bits = high >>> 20;
  let k = SCALES[bits] as number;
  let product = value * (POWERS[k] as number);
  if (product >= LIMIT) product = value * (POWERS[--k] as number);
  const power = POWERS[k] as number;

  const valueHigh = highHalf(value);
  const valueLow = value - valueHigh;
  const powerHigh = POWER_HIGH[k] as number;
  const powerLow = POWER_LOW[k] as number;
  const rest = valueHigh * powerHigh - product + valueHigh * powerLow + valueLow * powerHigh + valueLow * powerLow;
  const reach = (HALF_UNITS[bits] as number) * power;

  const floor = Math.floor(product);
  const above = product - floor + rest;
  const carry = Math.floor(above);
  let whole = floor + carry;
  const fraction = above - carry;

  const unit = whole - 10 * Math.floor(whole / 10);
  const over = unit + fraction;
  const toTen = over < 5 ? over : 10 - over;
  if (Math.abs(toTen - reach) < DOUBT) return 0;
  if (toTen < reach) {
    whole = over < 5 ? whole - unit : whole - unit + 10;
    return writePlaced(bytes, at, whole, k, -1);
  }
  const toOne = fraction < 0.5 ? fraction : 1 - fraction;
  if (Math.abs(toOne - reach) < DOUBT) return 0;
  if (toOne < reach) {
    if (0.5 - toOne < DOUBT) return 0;
    return writePlaced(bytes, at, fraction < 0.5 ? whole : whole + 1, k, -1);
  }
  const tenths = Math.floor(fraction * 10);
  const left = fraction * 10 - tenths;
  if (Math.abs(left - 0.5) < DOUBT) return 0;
  const tenth = left < 0.5 ? tenths : tenths + 1;
  return tenth === 10 ? writePlaced(bytes, at, whole + 1, k, -1) : writePlaced(bytes, at, whole, k, tenth);
}

/** Writes whole * 10^-k (k above 0), with one digit more when `tenth` is not -1, and no zeros after the fraction. */
function writePlaced(bytes: Uint8Array, at: number, whole: number, k: number, tenth: number): number {
  const upper = Math.floor(whole / HUNDRED_MILLION);
  const lower = (whole - upper * HUNDRED_MILLION) | 0;
  // 16 places are written; of 15 digits the first is a zero, one place before the start, which is overwritten below.
  const digits = upper >= 10_000_000 ? 16 : 15;
  const before = digits - k;
  const start = before > 0 ? at + 1 : at + 2 - before;
  let end = start + digits;
  writeEight(bytes, end - 16, upper | 0);
  writeEight(bytes, end - 8, lower);
  if (tenth >= 0) bytes[end++] = ZERO + tenth;
  if (before > 0) {
    for (let i = 0; i < before; i++) bytes[at + i] = bytes[start + i] as number;
    bytes[at + before] = POINT;
  } else {
    bytes[at] = ZERO;
    bytes[at + 1] = POINT;
    for (let i = at + 2; i < start; i++) bytes[i] = ZERO;
  }
  while (bytes[end - 1] === ZERO) end--;
  return bytes[end - 1] === POINT ? end - 1 : end;
}

/** The ASCII digits of 0 to 99. */
const TENS = Uint8Array.from({ length: 100 }, (_, pair) => ZERO + Math.floor(pair / 10));
const ONES = Uint8Array.from({ length: 100 }, (_, pair) => ZERO + (pair % 10));

function writeEight(bytes: Uint8Array, at: number, integer: number): void {
  const upper = (integer / 10_000) | 0;
  const lower = integer - 10_000 * upper;
  const first = (upper / 100) | 0;
  const second = upper - 100 * first;
  const third = (lower / 100) | 0;
  const fourth = lower - 100 * third;
  bytes[at] = TENS[first] as number;
  bytes[at + 1] = ONES[first] as number;
  bytes[at + 2] = TENS[second] as number;
  bytes[at + 3] = ONES[second] as number;
  bytes[at + 4] = TENS[third] as number;
  bytes[at + 5] = ONES[third] as number;
  bytes[at + 6] = TENS[fourth] as number;
  bytes[at + 7] = ONES[fourth] as number;
}

/** Veltkamp's split: the upper 26 bits of the significand. */
function highHalf(value: number): number {
  const scaled = SPLITTER * value;
  return scaled - (scaled - value);
}
