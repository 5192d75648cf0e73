/** The schemas of native histograms: which bounds their buckets have. */
import type { Histogram } from './histogram.ts';

/** Exponential schemas that are stored and computed with. */
export const MIN_SCHEMA = -4;
export const MAX_SCHEMA = 8;

/** The schema of histograms with custom bounds (`nhcb`, made from classic histograms). */
export const CUSTOM_BUCKETS_SCHEMA = -53;

/** Exponential schemas that a sender may use; those above {@link MAX_SCHEMA} are reduced to it on the way in. */
export const MIN_KNOWN_SCHEMA = -9;
export const MAX_KNOWN_SCHEMA = 52;

export function usesCustomBuckets(histogram: Histogram): boolean {
  return histogram.schema === CUSTOM_BUCKETS_SCHEMA;
}

export function isExponentialSchema(schema: number): boolean {
  return schema >= MIN_SCHEMA && schema <= MAX_SCHEMA;
}
