/** What the delta codecs need to know about the differences of neighbours. All differences are in units of the frame. */
import type { IntegerFrame } from './value-column.ts';

export type DeltaStats = {
  min: number;
  max: number;
  /** Smallest and largest of the differences that are not negative; min > max when there is none. */
  minRise: number;
  maxRise: number;
  /** How many are negative. */
  falls: number;
  /** How many rises are 2^8, 2^16, 2^24, 2^32 or more. */
  over: [number, number, number, number];
  /** How many lie outside [-2^(w-1), 2^(w-1)) for w = 8, 16, 24, 32. */
  outside: [number, number, number, number];
  /** A difference that occurs often, and how many differ from it. */
  usual: number;
  unusual: number;
};

/** One pass over the integers of `frame`. */
export function measureDeltas(frame: IntegerFrame, count: number): DeltaStats {
  const { integers, unit } = frame;
  const usual = usualDelta(integers, count);
  const t8 = 0x100 * unit;
  const h8 = 0x80 * unit;
  const t16 = 0x10000 * unit;
  const h16 = 0x8000 * unit;
  let over8 = 0;
  let outside8 = 0;
  let outside16 = 0;
  const over: DeltaStats['over'] = [0, 0, 0, 0];
  const outside: DeltaStats['outside'] = [0, 0, 0, 0];
  let minRise = Infinity;
  let maxRise = -Infinity;
  let minFall = 0;
  let falls = 0;
  let unusual = 0;
  let previous = integers[0];
  for (let i = 1; i < count; i++) {
    const integer = integers[i];
    const delta = integer - previous;
    previous = integer;
    if (delta !== usual) unusual++;
    if (delta < 0) {
      falls++;
      if (delta < minFall) minFall = delta;
      if (delta < -h8) countOutside(outside, -delta - unit, h8);
    } else {
      if (delta < minRise) minRise = delta;
      if (delta > maxRise) maxRise = delta;
      // Fast path: what 16 bits hold is counted without a call.
      if (delta >= t16) {
        countOutside(outside, delta, h8);
        countOutside(over, delta, t8);
      } else if (delta >= h8) {
        outside8++;
        if (delta >= t8) over8++;
        if (delta >= h16) outside16++;
      }
    }
  }
  over[0] += over8;
  outside[0] += outside8;
  outside[1] += outside16;
  return {
    min: (falls > 0 ? minFall : minRise) / unit,
    max: (minRise <= maxRise ? maxRise : -1) / unit,
    minRise: minRise / unit,
    maxRise: maxRise / unit,
    falls,
    over,
    outside,
    usual: usual / unit,
    unusual,
  };
}

function countOutside(counts: [number, number, number, number], magnitude: number, limit: number): void {
  for (let w = 0; w < 4 && magnitude >= limit; w++, limit *= 0x100) counts[w]++;
}

/** The difference that most of three spots agree on; any of them when they do not. */
function usualDelta(integers: Float64Array, count: number): number {
  if (count < 2) return 0;
  const at = (part: number): number => {
    const i = Math.max(1, Math.floor((count - 1) * part));
    return integers[i] - integers[i - 1];
  };
  const [a, b, c] = [at(0.2), at(0.5), at(0.85)];
  return b === c ? b : a;
}
