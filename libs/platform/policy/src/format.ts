/** Violations as text for a terminal: all of them at once, each with its file and its fix. */
import type { Violation } from './rule.ts';

/** Empty for none. */
export function formatViolations(violations: readonly Violation[]): string {
  if (violations.length === 0) return '';
  const lines = violations.map(
    ({ rule, source, path, message, fix }) => `${source}: ${rule}\n  ${message}\n  fix: ${fix}\n  in:  ${path}\n`,
  );
  const components = new Set(violations.map(({ component }) => component)).size;
  return `${lines.join('\n')}\n${count(violations.length, 'violation')} in ${count(components, 'component')}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
