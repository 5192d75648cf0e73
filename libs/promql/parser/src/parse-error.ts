/** What the parser and the type checker throw. */
import type { Position } from './ast.ts';

/** A query that is not PromQL: `message` is Prometheus' text, with the place as `line:col: parse error: ...`. */
export class ParseError extends Error {
  override readonly name = 'ParseError';

  /** The message without the place. */
  readonly detail: string;
  readonly position: Position;
  /** 1-based line and column, as Prometheus counts them. */
  readonly line: number;
  readonly column: number;

  constructor(detail: string, position: Position, line: number, column: number) {
    super(`${line}:${column}: parse error: ${detail}`);
    this.detail = detail;
    this.position = position;
    this.line = line;
    this.column = column;
  }
}
