/** The order in which people expect `pod-9` before `pod-10`. */
import { compareStrings } from '@chimera/tsdb-model';

/** Runs of digits compare as numbers, everything between as text; never 0 for different strings. */
export function compareNaturally(a: string, b: string): number {
  const left = a.match(RUNS) ?? [];
  const right = b.match(RUNS) ?? [];
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const order = compareRuns(left[i] as string, right[i] as string);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareStrings(a, b);
}

const RUNS = /\d+|\D+/g;
const DIGITS = /^\d/;

function compareRuns(a: string, b: string): number {
  if (!DIGITS.test(a) || !DIGITS.test(b)) return compareStrings(a, b);
  const x = a.replace(/^0+/, '');
  const y = b.replace(/^0+/, '');
  return x.length - y.length || compareStrings(x, y);
}
