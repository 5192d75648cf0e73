/** Where in a query an error is: messages carry `line:column: parse error`. */

/** The line, and the 0-based column in it; null when the message names no place, or one outside of the query. */
export function errorPlace(query: string, message: string): { readonly line: string; readonly column: number } | null {
  const match = /(?:^|[ "])(\d+):(\d+): parse error/.exec(message);
  if (match === null) return null;
  const line = query.split('\n')[Number(match[1]) - 1];
  const column = Number(match[2]) - 1;
  return line === undefined || column < 0 || column > line.length ? null : { line, column };
}
