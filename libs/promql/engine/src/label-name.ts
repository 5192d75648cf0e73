/** Label names as Prometheus 3 takes them, and text as Go quotes it. */

/** Any text of valid UTF-8, but not an empty one. */
export function isLabelName(name: string): boolean {
  return name !== '' && name.isWellFormed();
}

/** The text in double quotes, as Go's `strconv.Quote` writes it; half surrogates are the bytes that were not UTF-8. */
export function quoteText(text: string): string {
  let quoted = '"';
  for (const char of text) quoted += quoteChar(char);
  return `${quoted}"`;
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function quoteChar(char: string): string {
  const short = SHORT[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) as number;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return char;
}
