/** A native histogram as lines of text: count and sum, then its buckets as intervals. */
import type { Bucket, Histogram } from '../api/client.ts';
import { exactValue } from './format-value.ts';

/** Taller cells push the next row out of sight. */
const MAX_LINES = 20;

/** How the API numbers boundaries: open left, open right, open, closed. */
const BRACKETS = ['(]', '[)', '()', '[]'] as const;

/** `after` ends the first line. */
export function histogramText({ count, sum, buckets = [] }: Histogram, after = ''): string {
  const shown = buckets.slice(0, MAX_LINES).map(bucketText);
  const rest = buckets.length - shown.length;
  return [`count ${exactValue(count)}, sum ${sum}${after}`, ...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(
    '\n',
  );
}

function bucketText([boundaries, lower, upper, count]: Bucket): string {
  const [open, close] = BRACKETS[boundaries] ?? '[]';
  return `${open}${lower}, ${upper}${close}  ${exactValue(count)}`;
}
