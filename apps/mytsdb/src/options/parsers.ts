/** Readers of flag values; their messages follow the flag's name: `--http-port takes a port from 0 to 65535; got 'x'`. */
import { parseDuration } from '@chimera/http-api-v1';
import { formatDuration } from '@chimera/promql-parser';
import type { FlagParser } from './flag.ts';

export const port: FlagParser<number> = (text) => integer(text, 0, 65_535, 'a port from 0 to 65535 (0: any free one)');

/** A whole number within bounds. */
export function count(min: number, max: number): FlagParser<number> {
  return (text) => integer(text, min, max, `a whole number from ${min} to ${max}`);
}

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** `256MiB`, `2GB`, `1048576`. */
export const size: FlagParser<number> = (text) => {
  const match = /^(\d+(?:\.\d+)?)\s*([kKMG]i?B|B)?$/.exec(text);
  const unit = UNITS[match?.[2] ?? 'B'];
  const bytes = match === null || unit === undefined ? NaN : Math.floor(Number(match[1]) * unit);
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new Error(`takes a size above 0 such as 256MiB or 2GB; got '${text}'`);
};

/** As `size`, not below `minBytes`, which is written `least`. */
export function sizeFrom(minBytes: number, least: string): FlagParser<number> {
  return (text) => {
    const bytes = size(text);
    if (bytes >= minBytes) return bytes;
    throw new Error(`takes a size of at least ${least}; got '${text}'`);
  };
}

/** As `size`, or `auto` (null). */
export const sizeOrAuto: FlagParser<number | null> = (text) => (text === 'auto' ? null : size(text));

/** Milliseconds: `15d`, `1h30m`, `500ms`, or seconds as a plain number. */
export function duration(minMs: number): FlagParser<number> {
  return (text) => {
    let ms = NaN;
    try {
      ms = parseDuration(text);
    } catch {
      // Below: the flag's own message.
    }
    if (ms >= minMs) return Math.trunc(ms);
    const least = minMs > 0 ? ` of at least ${formatDuration(minMs)}` : '';
    throw new Error(`takes a duration${least} such as 15d, 1h30m or 500ms; got '${text}'`);
  };
}

export const text: FlagParser<string> = (value) => value;

export const required: FlagParser<string> = (value) => {
  if (value !== '') return value;
  throw new Error('must not be empty');
};

/** null when empty. */
export const optional: FlagParser<string | null> = (value) => (value === '' ? null : value);

export const onOff: FlagParser<boolean> = (value) => {
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new Error(`takes true or false; got '${value}'`);
};

/** `host:port`, an IPv6 host in brackets. */
export const address: FlagParser<{ readonly host: string; readonly port: number }> = (value) => {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+):(\d+)$/.exec(value);
  const number = Number(match?.[2]);
  if (match === null || number > 65_535) {
    throw new Error(`takes host:port, such as 0.0.0.0:4317 or [::1]:4317; got '${value}'`);
  }
  return { host: (match[1] as string).replace(/^\[|\]$/g, ''), port: number };
};

export function oneOf<T extends string>(...allowed: readonly T[]): FlagParser<T> {
  return (value) => {
    const found = allowed.find((one) => one === value);
    if (found !== undefined) return found;
    throw new Error(`takes ${allowed.join(', ')}; got '${value}'`);
  };
}

/** A comma-separated list without repetitions. */
export function someOf<T extends string>(...allowed: readonly T[]): FlagParser<ReadonlySet<T>> {
  const one = oneOf(...allowed);
  return (value) => new Set(value === '' ? [] : value.split(',').map((part) => one(part.trim())));
}

/** A comma-separated list of texts, without repetitions. */
export const list: FlagParser<ReadonlySet<string>> = (value) =>
  new Set(
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

/** As `list`, or `*`: all. */
export const listOrAll: FlagParser<ReadonlySet<string> | 'all'> = (value) =>
  value.trim() === '*' ? 'all' : list(value);

/** A regular expression, anchored at both ends. */
export const pattern: FlagParser<RegExp> = (value) => {
  try {
    return new RegExp(`^(?:${value})$`);
  } catch {
    throw new Error(`takes a regular expression; got '${value}'`);
  }
};

function integer(value: string, min: number, max: number, what: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (number >= min && number <= max) return number;
  throw new Error(`takes ${what}; got '${value}'`);
}
