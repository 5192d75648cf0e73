/** Collects the warnings and infos of one query, as Prometheus words them. */
import { lineColumn, type Position } from '@chimera/promql-parser';
import type { Annotations } from './operator.ts';

export type QueryAnnotations = Annotations & {
  /** What was collected; completes the texts that waited for the end. */
  finish(): { readonly warnings: readonly string[]; readonly infos: readonly string[] };
};

/** `source` is the query's text, which positions refer to; null when the query came as a tree: no positions then. */
export function createAnnotations(source: string | null): QueryAnnotations {
  const warnings = new Map<string, Entry>();
  const infos = new Map<string, Entry>();
  const pending: { readonly message: () => string; readonly position: Position | null }[] = [];
  const located = ([message, { position, count }]: [string, Entry]): string => {
    const text = count > 1 ? `${message} (${count} occurrences)` : message;
    if (position === null || source === null) return text;
    const { line, column } = lineColumn(source, position.start);
    return `${text} (${line}:${column})`;
  };
  const info: Annotations['info'] = (message, position) => note(infos, `PromQL info: ${message}`, position, 0);
  return {
    warn: (message, position) => note(warnings, `PromQL warning: ${message}`, position, 0),
    warnCounted: (message, position) => note(warnings, `PromQL warning: ${message}`, position, 1),
    info,
    infoAtEnd: (message, position) => void pending.push({ message, position }),
    finish: () => {
      for (const { message, position } of pending.splice(0)) info(message(), position);
      return { warnings: Array.from(warnings, located), infos: Array.from(infos, located) };
    },
  };
}

type Entry = { position: Position | null; count: number };

/**
 * Prometheus evaluates from left to right, arguments before calls, and keeps the last position of a text, which is the
 * one farthest right, or around the others; of a counted one it keeps the first.
 */
function note(entries: Map<string, Entry>, message: string, position: Position | null, count: number): void {
  const known = entries.get(message);
  if (known === undefined) {
    entries.set(message, { position, count });
    return;
  }
  known.count += count;
  if (position === null) return;
  if (known.position === null || isLater(position, known.position) === (count === 0)) known.position = position;
}

function isLater(position: Position, known: Position): boolean {
  return position.start > known.start ? position.end > known.end : position.end >= known.end;
}
