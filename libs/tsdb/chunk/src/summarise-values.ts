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
  let staleCount = first - from;
  let hasSpecial = false;
  let resets = 0;
  let changes = 0;
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let last = first;
  let previous = first < to ? values[first] : NaN;
  for (let i = first; i < to; i++) {
    const value = values[i];
    // Slow path: NaN and zeros must be told apart by their words.
    if (value !== value || value === 0) {
      const low = words[2 * i];
      const high = words[2 * i + 1];
      if (low === STALE_NAN_LOW && high === STALE_NAN_HIGH) {
        staleCount++;
        continue;
      }
      if (high !== 0) hasSpecial = true;
      if (low !== words[2 * last] || high !== words[2 * last + 1]) changes++;
    } else if (value !== previous) {
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
  const some = first < to;
  column.staleCount = staleCount;
  column.hasSpecial = hasSpecial || !some;
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
