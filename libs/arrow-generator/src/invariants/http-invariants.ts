/** Invariants of histograms and of HTTP traffic. */
import type { DataSet } from '../data-set.ts';
import { FAMILIES } from '../families/table.ts';
import { type BlockView, type Problems, rise } from './block-view.ts';

const CODES = 6;
const CODE_500 = 5;
/** Of the differences of sums, which are kept in whole microseconds. */
const ROUNDING = 1e-6;

/** Buckets cumulative, +Inf = `_count`, `_sum` between the sums by lower and by upper bounds (last bucket: lower only). */
export function histograms(view: BlockView, _set: DataSet, problems: Problems): void {
  for (const family of FAMILIES) {
    if (family.metadata.type !== 'histogram' || !view.has(family.name)) continue;
    const bounds = family.series.flatMap(({ labels }) => (labels['le'] === undefined ? [] : [boundOf(labels['le'])]));
    const columns = view.columns(family.name, bounds.length + 2);
    const sums = columns[bounds.length] as Float64Array;
    const counts = columns[bounds.length + 1] as Float64Array;
    for (let i = 0; i < sums.length; i++) {
      let before = 0;
      let risenBefore = 0;
      let low = 0;
      let high = 0;
      for (let k = 0; k < bounds.length; k++) {
        const bucket = columns[k] as Float64Array;
        const cumulative = bucket[i] as number;
        problems.check(cumulative >= before, 'histogram', () => `${family.name} bucket ${k} at step ${i}`);
        before = cumulative;
        // Step by step is stricter than over all steps: most steps have nothing in the unbounded bucket.
        const risen = rise(bucket, i);
        low += (risen - risenBefore) * (k === 0 ? 0 : (bounds[k - 1] as number));
        high += risen === risenBefore ? 0 : (risen - risenBefore) * (bounds[k] as number);
        risenBefore = risen;
      }
      const sum = rise(sums, i);
      problems.check(before === counts[i], 'histogram', () => `${family.name}_count at step ${i}`);
      const between = sum >= low - ROUNDING && sum <= high + ROUNDING;
      problems.check(between, 'histogram', () => `${family.name}_sum ${low} ${sum} ${high}, step ${i}`);
    }
  }
}

/** Codes add up to `_count`; over each day: 5xx share, p99 and mean latency as on a healthy service. */
export function http(view: BlockView, set: DataSet, problems: Problems): void {
  const codes = view.columns('http_requests_total', CODES);
  const histogram = view.columns('http_request_duration_seconds', 14);
  const counts = histogram[13] as Float64Array;
  for (let i = 0; i < counts.length; i++) {
    const sum = codes.reduce((total, column) => total + (column[i] as number), 0);
    problems.check(sum === counts[i], 'http', () => `codes add up to ${sum}, not ${counts[i]}, at step ${i}`);
  }
  const day = Math.floor(86_400 / set.intervalSec);
  for (let from = 0; from + day <= counts.length; from += day) {
    const requests = increase(counts, from, from + day);
    const failed = increase(codes[CODE_500] as Float64Array, from, from + day) / requests;
    problems.check(failed >= 0.001 && failed <= 0.01, 'http', () => `5xx share ${failed} from step ${from}`);
    const mean = increase(histogram[12] as Float64Array, from, from + day) / requests;
    problems.check(mean >= 0.05 && mean <= 0.2, 'http', () => `mean latency ${mean} from step ${from}`);
    const within = (bucket: number) => increase(histogram[bucket] as Float64Array, from, from + day) / requests;
    // Buckets 5 and 8 end at 0.25 s and 2.5 s.
    problems.check(within(5) < 0.99 && within(8) >= 0.99, 'http', () => `p99 from step ${from}`);
  }
}

/** How much a counter rose over steps [from, to), restarts apart. */
export function increase(column: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from + 1; i < to; i++) sum += rise(column, i);
  return sum;
}

function boundOf(le: string): number {
  return le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
}
