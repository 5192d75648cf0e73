/** Violations as text for a terminal: all of them at once, each with its file and its fix. */
import type { Violation } from './rule.ts';

/** Empty for none. What is wrong in the same way on several clusters stands once, with the file on each. */
export function formatViolations(violations: readonly Violation[]): string {
  if (violations.length === 0) return '';
  const paths = new Map<string, string[]>();
  for (const { rule, source, path, message, fix } of violations) {
    const text = `${source}: ${rule}\n  ${message}\n  fix: ${fix}\n`;
    paths.set(text, [...(paths.get(text) ?? []), path]);
  }
  const lines = [...paths].map(([text, places]) => `${text}${places.map((path) => `  in:  ${path}\n`).join('')}`);
  const components = new Set(violations.map(({ component }) => component)).size;
  return `${lines.join('\n')}\n${count(lines.length, 'violation')} in ${count(components, 'component')}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
