/** Compares warnings and infos with what a script expects. */
import type { Mismatch } from './compare-value.ts';
import type { ScriptResult } from './engine-contract.ts';
import { formatTextMatch, matchesText } from './parse-expect.ts';
import type { Expectation, TextMatch } from './script.ts';

/** null when they agree. */
export function compareAnnotations(expected: Expectation, result: ScriptResult): Mismatch | null {
  return (
    compareKind('warning', expected.warn, expected.noWarn, result.warnings) ??
    compareKind('info', expected.info, expected.noInfo, result.infos)
  );
}

function compareKind(
  kind: 'warning' | 'info',
  expected: readonly TextMatch[],
  none: boolean,
  actual: readonly string[],
): Mismatch | null {
  const got = actual.length === 0 ? `no ${kind}` : actual.map((text) => JSON.stringify(text)).join(', ');
  if (none && actual.length > 0) return { message: `unexpected ${kind}`, expected: `no ${kind}`, got };
  if (expected.length === 0) return null;
  const absent = expected.find((match) => !actual.some((text) => matchesText(match, text)));
  if (absent !== undefined) return { message: `no such ${kind}`, expected: formatTextMatch(absent), got };
  const extra = actual.find((text) => !expected.some((match) => matchesText(match, text)));
  if (extra === undefined) return null;
  const wanted = expected.map(formatTextMatch).join(', ');
  return { message: `unexpected ${kind}`, expected: wanted, got: JSON.stringify(extra) };
}
