/** Durations as Prometheus' API takes them: float seconds, or `1h30m` with descending units. */
import { quote } from '@chimera/promql-parser';
import { parseFloatParameter } from './parse-float.ts';

const UNITS = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNIT_MS = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1];
/** Go keeps durations in int64 nanoseconds. */
const MAX_MS = 2 ** 63 / 1e6;

/** Milliseconds, possibly with a fraction; throws a plain Error whose message the caller wraps. */
export function parseDuration(text: string): number {
  const seconds = parseFloatParameter(text);
  if (seconds !== null) {
    if (Math.abs(seconds * 1000) > MAX_MS) {
      throw new Error(`cannot parse ${quote(text)} to a valid duration. It overflows int64`);
    }
    // To whole nanoseconds, as Go keeps them: less than one is none.
    return Math.trunc(seconds * 1e9) / 1e6;
  }
  const match = text === '' ? null : UNITS.exec(text);
  const ms = match === null ? NaN : UNIT_MS.reduce((sum, unit, i) => sum + unit * Number(match[i + 1] ?? 0), 0);
  if (ms <= MAX_MS) return ms;
  throw new Error(`cannot parse ${quote(text)} to a valid duration`);
}
