/** The first pass over a column: header statistics, stale markers, and what rules an encoding out. */
import { STALE_NAN_HIGH, STALE_NAN_LOW } from '@chimera/tsdb-model';
import type { ValueColumn } from './value-column.ts';

/** Canonical NaN, the header's value where there is nothing to tell. */
const NAN_HIGH = 0x7ff80000;

/** Fills the summary fields of `column`. */
export function summariseValues(column: ValueColumn): void {
  const { values, words, from, count } = column;
  const to = from + count;
  let first = from;
  while (first < to && words[2 * first] === STALE_NAN_LOW && words[2 * first + 1] === STALE_NAN_HIGH) first++;
  const some = first < to;
  let previous = some ? values[first] : NaN;
  let staleCount = first - from;
  let hasSpecial = !some || previous !== previous || (previous === 0 && words[2 * first + 1] !== 0);
  let resets = 0;
  let changes = 0;
  let min = previous === previous ? previous : Infinity;
  let max = previous === previous ? previous : -Infinity;
  let sum = some ? 0 + previous : 0;
  let last = first;
  for (let i = first + 1; i < to; i++) {
    const value = values[i];
    // Fast path: no change. Equal numbers have equal bits, but for the two zeros.
    if (value === previous && (value !== 0 || words[2 * i + 1] === words[2 * last + 1])) {
      sum += value;
      last = i;
      continue;
    }
    if (value !== value || value === 0) {
      // Slow path: NaN and zeros must be told apart by their words.
      const low = words[2 * i];
      const high = words[2 * i + 1];
      if (low === STALE_NAN_LOW && high === STALE_NAN_HIGH) {
        staleCount++;
        continue;
      }
      if (high !== 0) hasSpecial = true;
      if (low !== words[2 * last] || high !== words[2 * last + 1]) changes++;
    } else {
      changes++;
    }
    if (value < previous) resets++;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    previous = value;
    last = i;
  }
  if (min === -Infinity || max === Infinity) hasSpecial = true;
  column.staleCount = staleCount;
  column.hasSpecial = hasSpecial;
  column.hasReset = resets > 0;
  column.changes = changes;
  column.min = min <= max ? min : NaN;
  column.max = min <= max ? max : NaN;
  column.sum = sum;
  column.firstLow = some ? words[2 * first] : 0;
  column.firstHigh = some ? words[2 * first + 1] : NAN_HIGH;
  column.lastLow = some ? words[2 * last] : 0;
  column.lastHigh = some ? words[2 * last + 1] : NAN_HIGH;
}
