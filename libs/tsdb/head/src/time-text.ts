/** Times and spans in messages, for people. */

/** Beyond it a Date cannot tell the day. */
const MAX_DATE_MS = 8.64e15;

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** Unix milliseconds as they came, and what time that is: who sent seconds sees January 1970. */
export function timeText(timeMs: number): string {
  if (!(Math.abs(timeMs) <= MAX_DATE_MS)) return `${timeMs} ms`;
  return `${timeMs} ms (${new Date(timeMs).toISOString()})`;
}

/** Milliseconds as flags take them: `15d`, `1h30m`; `0s` for none. */
export function spanText(spanMs: number): string {
  let rest = Math.trunc(spanMs);
  if (rest <= 0 || !Number.isFinite(rest)) return rest > 0 ? 'any time' : '0s';
  let text = '';
  for (const [name, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs);
    if (count > 0) text += `${count}${name}`;
    rest -= count * unitMs;
  }
  return text;
}
