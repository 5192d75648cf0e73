/** Limits as Go's strconv.Atoi reads them. */
import { ApiError, invalidParameter } from '../api-error.ts';
import type { Form } from './form.ts';

const INTEGER = /^[+-]?\d+$/;

/** The `limit` parameter: 0 means none. */
export function parseLimit(form: Form): number {
  const text = form.first('limit');
  if (text === '') return 0;
  const limit = parseInteger(text);
  if (typeof limit === 'string') throw invalidParameter('limit', limit);
  if (limit < 0) throw invalidParameter('limit', 'limit must be non-negative');
  return limit;
}

/** A whole number of another name, with the message that its route has for it; `absent` when it is not given. */
export function integerOr(form: Form, name: string, absent: number, message: string): number {
  const text = form.first(name);
  if (text === '') return absent;
  const value = parseInteger(text);
  if (typeof value === 'string') throw new ApiError('bad_data', message);
  return value;
}

/** The first `limit` of a list, with the warning that Prometheus gives when some were left out. 0 means all. */
export function truncate<T>(
  all: readonly T[],
  limit: number,
): { readonly kept: readonly T[]; readonly warnings: string[] } {
  if (limit === 0 || all.length <= limit) return { kept: all, warnings: [] };
  return { kept: all.slice(0, limit), warnings: [TRUNCATED] };
}

export const TRUNCATED = 'results truncated due to limit';

function parseInteger(text: string): number | string {
  if (!INTEGER.test(text)) return `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  const value = Number(text);
  if (Math.abs(value) >= 2 ** 63) return `strconv.Atoi: parsing ${JSON.stringify(text)}: value out of range`;
  return value;
}
