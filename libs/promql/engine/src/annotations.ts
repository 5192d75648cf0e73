/** Collects the warnings and infos of one query, as Prometheus words them. */
import { type Expr, lineColumn, type Position } from '@chimera/promql-parser';
import { evaluationOrder } from './evaluation-order.ts';
import type { Annotations } from './operator.ts';

export type QueryAnnotations = Annotations & {
  /** What was collected; completes the texts that waited for the end. */
  finish(): { readonly warnings: readonly string[]; readonly infos: readonly string[] };
};

/** The query's text, which positions refer to, and its tree; null when only the tree is there: no positions then. */
export type AnnotatedQuery = { readonly source: string; readonly expr: Expr };

export function createAnnotations(query: AnnotatedQuery | null): QueryAnnotations {
  const warnings = new Map<string, Entry>();
  const infos = new Map<string, Entry>();
  const reports: (() => void)[] = [];
  const located = ([message, { position, count }]: [string, Entry]): string => {
    const text = count > 1 ? `${message} (${count} occurrences)` : message;
    if (position === null || query === null) return text;
    const { line, column } = lineColumn(query.source, position.start);
    return `${text} (${line}:${column})`;
  };
  return {
    warn: (message, position) => note(query, warnings, `PromQL warning: ${message}`, position, 0),
    warnCounted: (message, position) => note(query, warnings, `PromQL warning: ${message}`, position, 1),
    info: (message, position) => note(query, infos, `PromQL info: ${message}`, position, 0),
    atEnd: (report) => void reports.push(report),
    finish: () => {
      for (const report of reports.splice(0)) report();
      return { warnings: Array.from(warnings, located), infos: Array.from(infos, located) };
    },
  };
}

type Entry = { position: Position | null; count: number };

/** Prometheus keeps the position of the last annotation with the same text; of a counted one that of the first. */
function note(
  query: AnnotatedQuery | null,
  entries: Map<string, Entry>,
  message: string,
  position: Position | null,
  count: number,
): void {
  const known = entries.get(message);
  if (known === undefined) {
    entries.set(message, { position, count });
    return;
  }
  known.count += count;
  if (position === null || query === null || samePosition(position, known.position)) return;
  const isLater = known.position === null || isBehind(query, position, known.position);
  if (isLater === (count === 0)) known.position = position;
}

/** Operands of the same call are told apart by their place. */
function isBehind(query: AnnotatedQuery, position: Position, known: Position): boolean {
  const difference = orderOf(query, position) - orderOf(query, known);
  return difference > 0 || (difference === 0 && position.start > known.start);
}

/** Remembered: the same few positions come again with each series and step. */
const ORDERS = new WeakMap<AnnotatedQuery, Map<string, number>>();

function orderOf(query: AnnotatedQuery, position: Position): number {
  const orders = ORDERS.get(query) ?? new Map<string, number>();
  ORDERS.set(query, orders);
  const key = `${position.start} ${position.end}`;
  const order = orders.get(key) ?? evaluationOrder(query.expr, position);
  orders.set(key, order);
  return order;
}

function samePosition(a: Position, b: Position | null): boolean {
  return a.start === b?.start && a.end === b.end;
}
