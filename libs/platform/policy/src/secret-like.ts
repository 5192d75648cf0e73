/** Recognises secrets in configuration by what they look like. A finding never repeats the value. */

/** Shapes that are secrets whatever they are called. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36}\b/, 'a GitHub token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{16,}/, 'a Slack webhook'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, 'a JSON web token'],
  [/\$(?:2[aby]|apr1|5|6|argon2id?)\$[^\s$]*\$?[./A-Za-z0-9$,=+]{20,}/, 'a password hash'],
  [/\b(?:hvs|hvb|s)\.[A-Za-z0-9]{24,}\b/, 'a Vault token'],
];

/** `scheme://user:password@host`, unless the password is a variable. */
const URL_PASSWORD = /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s/:@'"$]+:(?!\$|%|\{|<)([^\s/@'"]+)@/i;

/** The end of a key that says secret, an assignment, and what is assigned. The key's beginning is looked for from here. */
const ASSIGNMENT =
  /(?:password|passwd|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|credentials?)["']?[ \t]*[:=][ \t]*["']?([^\s"',;}\]]+)/gi;

const SECRET_NAME = /(?:password|passwd|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|credentials?)$/i;

/** Keys that name a secret but do not hold it. */
const NOT_HELD = /(?:existing|image_?pull|pull)[_-]?secrets?$|(?:^|[._-])(?:by|per|max|num|total|of)[_-]?tokens?$/i;

/** Values that only point at a secret, or that are no secret at all. */
const HARMLESS =
  /^(?:\$|%|\{|<|\*+$|[/.]|[a-z]+:\/\/|file:|env:|vault:|true$|false$|yes$|no$|on$|off$|null$|~$|none$|nil$|-?\d+(?:\.\d+)?(?:ms|s|m|h|d)?$|\||>|\[|&|!)/i;

/** Says which secret a text of any object holds, by its shape alone; undefined for none. */
export function findShape(text: string): string | undefined {
  for (const [shape, what] of SHAPES) if (shape.test(text)) return `holds ${what}`;
  return URL_PASSWORD.test(text) ? 'holds a URL with a password' : undefined;
}

/** Says what was found in a value of that key, in words; undefined for nothing. `key` may be a file's name. */
export function findSecret(key: string, text: string): string | undefined {
  const shape = findShape(text);
  if (shape !== undefined) return shape;
  const named = SECRET_NAME.test(key) && !NOT_HELD.test(key) && text !== '' && !/\s/.test(text) && !HARMLESS.test(text);
  if (named) return 'its name says secret, and it has a literal value';
  if (holdsQueries(text)) return undefined;
  for (const found of text.matchAll(ASSIGNMENT)) {
    const name = keyAround(text, found.index);
    if (!NOT_HELD.test(name) && !HARMLESS.test(found[1] as string)) return `sets ${name} to a literal value`;
  }
  return undefined;
}

/** The whole key that has a letter at `at`. Keys are short: a long word is data. */
function keyAround(text: string, at: number): string {
  const before = /[A-Za-z0-9_.-]*$/.exec(text.slice(Math.max(0, at - 60), at))?.[0] ?? '';
  return before + (/^[A-Za-z0-9_-]*/.exec(text.slice(at, at + 30))?.[0] ?? '');
}

/** Queries have matchers such as `{secret="x"}`, which are no assignments. */
function holdsQueries(text: string): boolean {
  return /"panels"\s*:|^\s*(?:- )?(?:expr|record|alert):/m.test(text);
}
