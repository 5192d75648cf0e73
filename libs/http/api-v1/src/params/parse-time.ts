/** Times as Prometheus' API takes them: Unix seconds with a fraction, or RFC 3339. */
import { quote } from '@chimera/promql-parser';
import { invalidParameter } from '../api-error.ts';
import type { Form } from './form.ts';
import { parseFloatParameter } from './parse-float.ts';

/** The default start and end of optional ranges: the widest that stay exact as milliseconds in a float64. */
export const MIN_TIME_MS = Number.MIN_SAFE_INTEGER;
export const MAX_TIME_MS = Number.MAX_SAFE_INTEGER;

/** What Prometheus' clients send for its own minimum and maximum: years that no RFC 3339 parser takes. */
const BOUNDARIES: ReadonlyMap<string, number> = new Map([
  ['-292273086-05-16T16:47:06Z', MIN_TIME_MS],
  ['292277025-08-18T07:12:54.999999999Z', MAX_TIME_MS],
]);

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

/** Unix milliseconds of a required time; throws a plain Error whose message the caller wraps. */
export function parseTime(text: string): number {
  const seconds = parseFloatParameter(text);
  if (seconds !== null && Number.isFinite(seconds)) return clamp(secondsToMs(seconds));
  const time = parseRfc3339(text) ?? BOUNDARIES.get(text);
  if (time !== undefined) return time;
  throw new Error(`cannot parse ${quote(text)} to a valid timestamp`);
}

/** A time that must be there: `start` and `end` of query_range. */
export function requiredTime(form: Form, name: string): number {
  try {
    return parseTime(form.first(name));
  } catch (cause) {
    throw invalidParameter(name, (cause as Error).message, { cause });
  }
}

/** A time that may be absent or empty. */
export function optionalTime(form: Form, name: string, defaultMs: number): number {
  const text = form.first(name);
  if (text === '') return defaultMs;
  try {
    return parseTime(text);
  } catch (cause) {
    throw invalidParameter(name, `invalid time value for '${name}': ${(cause as Error).message}`, { cause });
  }
}

function secondsToMs(seconds: number): number {
  const whole = Math.trunc(seconds);
  return whole * 1000 + Math.round((seconds - whole) * 1000);
}

function clamp(ms: number): number {
  return Math.min(MAX_TIME_MS, Math.max(MIN_TIME_MS, ms));
}

function parseRfc3339(text: string): number | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as number[];
  const ms = Date.UTC(2000, (month as number) - 1, day, hour, minute, second);
  const date = new Date(ms);
  date.setUTCFullYear(year as number, (month as number) - 1, day as number);
  // Date rolls over what does not exist (February 30, 25:00): the parts must come back unchanged.
  const exists =
    date.getUTCMonth() === (month as number) - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  if (!exists) return undefined;
  const fractionMs = Math.trunc(Number(`0.${match[7] ?? '0'}`) * 1000 + 1e-9);
  const offset = offsetMs(match[8] as string);
  return offset === undefined ? undefined : date.getTime() + fractionMs - offset;
}

function offsetMs(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  if (hours > 24 || minutes >= 60) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
