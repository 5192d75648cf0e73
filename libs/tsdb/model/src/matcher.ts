/** Label matchers, as a selector writes them, and their compiled form. */
import { RE2JS } from 're2js';

export type MatchType = '=' | '!=' | '=~' | '!~';

/** One condition on one label. An absent label has the value ''. Regular expressions are RE2 and anchored at both ends. */
export type Matcher = { readonly name: string; readonly type: MatchType; readonly value: string };

/** A matcher ready for use. `values` lists all values that can match, when the expression is a plain set of literals. */
export type CompiledMatcher = {
  readonly matcher: Matcher;
  matches(value: string): boolean;
  /** For '=' and set-like '=~': exactly the matching values. For '!=' and set-like '!~': exactly the excluded ones. */
  readonly values: ReadonlySet<string> | null;
  /** A literal prefix that each value matched by the (not negated) pattern has; '' when none is known. */
  readonly prefix: string;
};

/** Thrown for a pattern that RE2 refuses. */
export class RegexError extends Error {
  override readonly name = 'RegexError';
}

const cache = new Map<string, CompiledMatcher>();
const CACHE_LIMIT = 1_000;

/** Compiles a matcher; the last 1,000 are cached. Throws {@link RegexError}. */
export function compileMatcher(matcher: Matcher): CompiledMatcher {
  const key = `${matcher.type}${matcher.name}\u0000${matcher.value}`;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const compiled = compile(matcher);
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value as string);
  cache.set(key, compiled);
  return compiled;
}

/** Compiles an RE2 pattern, anchored at both ends, `.` matching newlines, as Prometheus does. Throws {@link RegexError}. */
export function compileRegex(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern, RE2JS.DOTALL);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    // The library's own prefix and the flag that it adds are not part of what the user wrote.
    const detail = message.replace(/^error parsing regexp: /, '').replace(`\`(?s)${pattern}`, `\`${pattern}`);
    throw new RegexError(`error parsing regexp: ${detail}`, { cause });
  }
}

function compile(matcher: Matcher): CompiledMatcher {
  const { type, value } = matcher;
  if (type === '=' || type === '!=') {
    const equal = type === '=';
    return { matcher, matches: (v) => (v === value) === equal, values: new Set([value]), prefix: equal ? value : '' };
  }
  const wanted = type === '=~';
  const alternatives = literalSet(value);
  const regex = compileRegex(value);
  if (alternatives !== null) {
    return { matcher, matches: (v) => alternatives.has(v) === wanted, values: alternatives, prefix: '' };
  }
  if (value === '.*') return { matcher, matches: () => wanted, values: null, prefix: '' };
  if (value === '.+') return { matcher, matches: (v) => (v !== '') === wanted, values: null, prefix: '' };
  const prefix = literalPrefix(value);
  const rest = value.slice(prefix.length);
  const test =
    rest === '.*' || rest === '.+'
      ? (v: string) => v.startsWith(prefix) && (rest === '.*' || v.length > prefix.length)
      : (v: string) => v.startsWith(prefix) && regex.matches(v);
  return { matcher, matches: (v) => test(v) === wanted, values: null, prefix: wanted ? prefix : '' };
}

const META = /[\\.+*?()|[\]{}^$]/;

/** The alternatives of `a|b|c` or `(a|b|c)` when all are plain text, else null. */
function literalSet(pattern: string): ReadonlySet<string> | null {
  const wrapped = /^\((?:\?:)?([^()]*)\)$/.exec(pattern);
  const alternatives = (wrapped === null ? pattern : (wrapped[1] as string)).split('|');
  return alternatives.some((text) => META.test(text)) ? null : new Set(alternatives);
}

/** The plain text before the first special character, kept only where no alternation can escape it. */
function literalPrefix(pattern: string): string {
  if (pattern.includes('|')) return '';
  const at = pattern.search(META);
  if (at < 0) return pattern;
  // A quantifier binds to the character before it: that one is not literal.
  return '*?{'.includes(pattern[at] as string) ? pattern.slice(0, Math.max(0, at - 1)) : pattern.slice(0, at);
}
