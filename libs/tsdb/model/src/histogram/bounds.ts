/** Where buckets begin and end. */
import { EXPONENTIAL_FRACTIONS } from './exponential-fractions.ts';
import { CUSTOM_BUCKETS_SCHEMA } from './schema.ts';

/**
 * The upper bound of bucket `index` on the positive side; its lower bound is that of `index - 1`. With custom bounds
 * index 0 is the first bucket and the one behind the last bound ends at +Inf.
 */
export function bucketBound(index: number, schema: number, customValues: Float64Array | null): number {
  if (schema !== CUSTOM_BUCKETS_SCHEMA) return exponentialBound(index, schema);
  if (index < 0) return -Infinity;
  return customValues?.[index] ?? Infinity;
}

/**
 * The bound of an exponential schema (-9 to 8). The last bucket of finite numbers would end at 2^1024, which is no
 * float64: it ends at the largest one, so that the next bucket is that of infinite observations.
 */
export function exponentialBound(index: number, schema: number): number {
  if (schema < 0) {
    const exponent = index * 2 ** -schema;
    return exponent === 1024 ? Number.MAX_VALUE : 2 ** exponent;
  }
  const within = index & ((1 << schema) - 1);
  const fraction = EXPONENTIAL_FRACTIONS[within << (8 - schema)] as number;
  const exponent = (index >> schema) + 1;
  if (exponent >= -1021 && exponent <= 1023) return fraction * powerOfTwo(exponent);
  if (exponent === 1025 && within === 0) return Number.MAX_VALUE;
  // 2^exponent alone may leave the range of float64.
  if (exponent > 1023) return fraction * 2 * 2 ** (exponent - 1);
  return fraction * 2 ** -1000 * 2 ** (exponent + 1000);
}

const POWER = new Float64Array(1);
const POWER_WORDS = new Int32Array(POWER.buffer);

/** 2^exponent for -1022 to 1023, several times faster than `**`. Written little-endian, as all typed arrays are here. */
function powerOfTwo(exponent: number): number {
  POWER_WORDS[1] = (exponent + 1023) << 20;
  return POWER[0] as number;
}
