/** Quoting as Go's strconv does it: PromQL strings and messages look the same as Prometheus' own. */

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x0c, '\\f'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x0b, '\\v'],
  [0x5c, '\\\\'],
]);

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const PLAIN = /^[ !#-[\]-~]*$/;

/** A string in double quotes, as Go's `%q`. */
export function quote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const character of text) quoted += escapeCharacter(character, '"');
  return `${quoted}"`;
}

/** One character in single quotes, as Go's `%q` of a rune; undefined stands for the end of the input. */
export function quoteCharacter(character: string | undefined): string {
  return `'${character === undefined ? '\uFFFD' : escapeCharacter(character, "'")}'`;
}

function escapeCharacter(character: string, mark: string): string {
  const code = character.codePointAt(0) as number;
  const short = ESCAPES.get(code);
  if (short !== undefined) return short;
  if (character === mark) return `\\${mark}`;
  // A byte that was no UTF-8: see unquote.
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  if (code >= 0xd800 && code < 0xe000) return '\uFFFD';
  if (PRINTABLE.test(character)) return character;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
