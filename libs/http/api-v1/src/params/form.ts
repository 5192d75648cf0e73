/** Request parameters, with Go's precedence: of equal names the body's come before the URL's, and the first counts. */
import { quote } from '@chimera/promql-parser';

export type Form = {
  /** The first value; '' when the parameter is absent. */
  first(name: string): string;
  all(name: string): readonly string[];
  /** What is wrong with the encoding, in Go's words; null when nothing is. Parameters that are wrong count as absent. */
  readonly problem: string | null;
};

/** Reads `application/x-www-form-urlencoded` texts: a POST body ('' for GET), then the URL's query. */
export function parseForm(body: string, query: string): Form {
  const values = new Map<string, string[]>();
  let problem: string | null = null;
  for (const text of [body, query]) {
    if (text === '') continue;
    let right = text;
    if (WRONG.test(text)) {
      const pairs = text.split('&');
      right = pairs.filter((pair) => !WRONG.test(pair)).join('&');
      problem ??= problemOf(pairs.find((pair) => WRONG.test(pair)) as string);
    }
    for (const [name, value] of new URLSearchParams(right)) {
      const known = values.get(name);
      if (known === undefined) values.set(name, [value]);
      else known.push(value);
    }
  }
  return { first: (name) => values.get(name)?.[0] ?? '', all: (name) => values.get(name) ?? [], problem };
}

/** Semicolons, which once separated parameters, and percent signs without two digits. */
const WRONG = /;|%(?![0-9a-f]{2})/i;

function problemOf(pair: string): string {
  if (pair.includes(';')) return 'invalid semicolon separator in query';
  const equals = pair.indexOf('=');
  // Names are read before values, each to its own end.
  const parts = equals < 0 ? [pair] : [pair.slice(0, equals), pair.slice(equals + 1)];
  const escape = parts.map((part) => /%(?![0-9a-f]{2}).{0,2}/is.exec(part)?.[0]).find((found) => found !== undefined);
  return `invalid URL escape ${quote(escape ?? '')}`;
}
