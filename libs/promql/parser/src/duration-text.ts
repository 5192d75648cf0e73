/** Durations as text: `1h30m`, units from large to small, each once. */
import { quote } from './quote.ts';

const UNITS: ReadonlyMap<string, { readonly rank: number; readonly ms: number }> = new Map([
  ['y', { rank: 1, ms: 365 * 86_400_000 }],
  ['w', { rank: 2, ms: 7 * 86_400_000 }],
  ['d', { rank: 3, ms: 86_400_000 }],
  ['h', { rank: 4, ms: 3_600_000 }],
  ['m', { rank: 5, ms: 60_000 }],
  ['s', { rank: 6, ms: 1_000 }],
  ['ms', { rank: 7, ms: 1 }],
]);

/** 2^63 ns, the end of Go's durations, in ms. */
const LIMIT_MS = 9_223_372_036_854.775;

/** Milliseconds of a duration such as `5m`, `1h30m` or `0`. Throws an Error with Prometheus' message. */
export function parseDurationText(text: string): number {
  if (text === '0') return 0;
  if (text === '') throw new Error('empty duration string');
  let total = 0;
  let lastRank = 0;
  let rest = text;
  while (rest !== '') {
    const part = /^(\d+)([^0-9]+)/.exec(rest);
    if (part === null || BigInt(part[1] as string) > 0xffff_ffff_ffff_ffffn) throw invalid(text);
    const unit = UNITS.get(part[2] as string);
    if (unit === undefined) throw new Error(`unknown unit ${quote(part[2] as string)} in duration ${quote(text)}`);
    if (unit.rank <= lastRank) throw invalid(text);
    lastRank = unit.rank;
    total += Number(part[1]) * unit.ms;
    if (total > LIMIT_MS) throw new Error('duration out of range');
    rest = rest.slice(part[0].length);
  }
  return total;
}

function invalid(text: string): Error {
  return new Error(`not a valid duration string: ${quote(text)}`);
}

/** Years and weeks only where they come out even, because 90d reads better than 12w6d. */
const EVEN_ONLY: ReadonlySet<string> = new Set(['y', 'w']);

/** Milliseconds (a fraction is cut off) as Prometheus writes them: `1h30m`, `-5m`, `0s`. */
export function formatDuration(ms: number): string {
  let rest = Math.trunc(Math.abs(ms));
  if (rest === 0) return '0s';
  let text = ms < 0 ? '-' : '';
  for (const [name, unit] of UNITS) {
    const count = Math.floor(rest / unit.ms);
    if (count === 0 || (EVEN_ONLY.has(name) && rest % unit.ms !== 0)) continue;
    text += `${count}${name}`;
    rest -= count * unit.ms;
  }
  return text;
}
