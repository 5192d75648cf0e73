/** `expect fail|warn|info|no_warn|no_info|ordered [msg: ...|regex: ...]` and `expect string "..."`. */
import type { TextMatch } from './script.ts';

export type ExpectType = 'ordered' | 'fail' | 'warn' | 'no_warn' | 'info' | 'no_info';

const EXPECT = /^expect\s+(ordered|fail|warn|no_warn|info|no_info)(?:\s+(regex|msg):(.+))?$/;

/** Throws an Error that quotes the line. */
export function parseExpect(line: string): { readonly type: ExpectType; readonly match: TextMatch } {
  const found = EXPECT.exec(line);
  if (found === null) throw new Error(`not an expectation: "${line}" (expect <type> [msg: <text> | regex: <pattern>])`);
  const [, type, kind, rest] = found as unknown as [string, ExpectType, string?, string?];
  const text = rest?.trim() ?? '';
  if (kind === undefined) return { type, match: { kind: 'any' } };
  return { type, match: kind === 'msg' ? { kind: 'text', text } : { kind: 'regex', regex: new RegExp(text) } };
}

/** The string of `expect string "..."`, in Go's quotes. Throws an Error that quotes the line. */
export function parseStringExpectation(line: string): string {
  const literal = line.slice('expect string'.length).trim();
  if (/^`[^`]*`$/.test(literal)) return literal.slice(1, -1);
  try {
    const value: unknown = JSON.parse(literal);
    if (typeof value === 'string') return value;
  } catch {
    // Reported below, with the line.
  }
  throw new Error(`not a quoted string: "${line}"`);
}

/** Whether an error or annotation is the expected one. */
export function matchesText(match: TextMatch, actual: string): boolean {
  if (match.kind === 'any') return true;
  return match.kind === 'text' ? match.text === actual : match.regex.test(actual);
}

/** For messages. */
export function formatTextMatch(match: TextMatch): string {
  if (match.kind === 'any') return 'any text';
  return match.kind === 'text' ? JSON.stringify(match.text) : String(match.regex);
}
