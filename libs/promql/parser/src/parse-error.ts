/** What the parser and the type checker throw. */
import type { Position } from './ast.ts';
import { lineColumn } from './line-column.ts';

/** A query that is not PromQL: `message` is Prometheus' text, with the place as `line:col: parse error: ...`. */
export class ParseError extends Error {
  override readonly name = 'ParseError';

  /** The message without the place. */
  readonly detail: string;
  /** Where in the query, in UTF-16 units. */
  readonly position: Position;
  /** 1-based line and column, as Prometheus counts them. */
  readonly line: number;
  readonly column: number;

  constructor(detail: string, position: Position, query: string) {
    const { line, column } = lineColumn(query, position.start);
    super(`${query === '' ? 'unknown position' : `${line}:${column}`}: parse error: ${detail}`);
    this.detail = detail;
    this.position = position;
    this.line = line;
    this.column = column;
  }
}
