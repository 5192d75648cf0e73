/** Request parameters, with Go's precedence: of equal names the body's come before the URL's, and the first counts. */
export type Form = {
  /** The first value; '' when the parameter is absent. */
  first(name: string): string;
  all(name: string): readonly string[];
};

/** Reads `application/x-www-form-urlencoded` texts: a POST body ('' for GET), then the URL's query. */
export function parseForm(body: string, query: string): Form {
  const values = new Map<string, string[]>();
  for (const text of [body, query]) {
    if (text === '') continue;
    for (const [name, value] of new URLSearchParams(text)) {
      const known = values.get(name);
      if (known === undefined) values.set(name, [value]);
      else known.push(value);
    }
  }
  return { first: (name) => values.get(name)?.[0] ?? '', all: (name) => values.get(name) ?? [] };
}
