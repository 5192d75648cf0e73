/** Source offsets as people and messages count them. */

/** A place in a query, both numbers from 1; the column counts UTF-8 bytes, as Prometheus does. */
export type LineColumn = { readonly line: number; readonly column: number };

/** The line and column of an offset (UTF-16 units) in a query. */
export function lineColumn(query: string, offset: number): LineColumn {
  const before = query.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++;
  return { line, column: utf8Length(before.slice(lineStart)) + 1 };
}

/** The length of a text in UTF-8 bytes. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
