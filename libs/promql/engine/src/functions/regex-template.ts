/** Replacement texts as Go's regexp package expands them: `$1`, `$name`, `${1}`, `${name}`, `$$`. */

/** Expands the template; `group` gives the text of a capturing group that exists. */
export type Template = (group: (index: number) => string) => string;

/** `named`: numbers of the named groups; `groups`: the highest number. Names and numbers without a group expand to nothing; a lone `$` is itself. */
export function compileTemplate(text: string, named: Readonly<Record<string, number>>, groups: number): Template {
  const parts: (string | number)[] = [];
  let last = 0;
  for (const match of text.matchAll(REFERENCE)) {
    parts.push(text.slice(last, match.index));
    last = match.index + match[0].length;
    const name = match[1] ?? match[2];
    if (name === undefined) {
      parts.push('$');
      continue;
    }
    const index = NUMBER.test(name) ? Number(name) : named[name];
    if (index !== undefined && index <= groups) parts.push(index);
  }
  parts.push(text.slice(last));
  return (group) => parts.map((part) => (typeof part === 'string' ? part : group(part))).join('');
}

const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;
/** Without leading zeros, and not so long that Go gives up on it. */
const NUMBER = /^(?:0|[1-9]\d{0,8})$/;
