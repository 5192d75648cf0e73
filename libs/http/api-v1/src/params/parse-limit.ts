/** Limits as Go's strconv reads them. */
import { quote } from '@chimera/promql-parser';
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

/** A number of groups from 1 on; null when the parameter is not given. */
export function parseGroupLimit(form: Form, name: string): number | null {
  const text = form.first(name);
  if (text === '') return null;
  const limit = parseInteger(text, 'ParseInt', 32);
  if (typeof limit === 'string') throw invalidParameter(name, `${name} needs to be a valid number: ${limit}`);
  if (limit <= 0) throw invalidParameter(name, `${name} needs to be greater than 0`);
  return limit;
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

/** The number, or what Go's strconv says of the text. */
function parseInteger(text: string, call = 'Atoi', bits = 64): number | string {
  const problem = (what: string): string => `strconv.${call}: parsing ${quote(text)}: ${what}`;
  if (!INTEGER.test(text)) return problem('invalid syntax');
  const value = Number(text);
  return Math.abs(value) >= 2 ** (bits - 1) ? problem('value out of range') : value;
}
