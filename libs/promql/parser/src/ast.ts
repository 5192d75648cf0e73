/**
 * The PromQL syntax tree: immutable data. Every node carries the half-open range of source offsets that it was read
 * from (UTF-16 units of the query text), so that messages can say where. The engine, the printer and the type checker
 * read it; rewriting makes new nodes.
 */
import type { Matcher } from '@chimera/tsdb-model';

/** Source range [start, end). */
export type Position = { readonly start: number; readonly end: number };

export type ValueType = 'none' | 'scalar' | 'vector' | 'matrix' | 'string';

/** `@ 123.4` (Unix milliseconds here), `@ start()`, `@ end()`. */
export type AtModifier =
  | { readonly kind: 'timestamp'; readonly timestampMs: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/**
 * A duration: a literal, or (experimental duration expressions) arithmetic over literals, `step()`, `range()`,
 * `min_of`, `max_of`. `ms` is in milliseconds and may be negative in an offset; it is whole where the literal is the
 * whole duration, and may have a fraction inside of arithmetic, which is done in seconds (see resolve-duration.ts).
 */
export type Duration =
  | {
      readonly kind: 'literal';
      readonly ms: number;
      /** Set where a literal inside of arithmetic was written without a unit: `20` in `20 * 500ms`. */
      readonly isNumber?: true;
      readonly position: Position;
    }
  | { readonly kind: 'step'; readonly position: Position }
  | { readonly kind: 'range'; readonly position: Position }
  | { readonly kind: 'unary'; readonly operator: '+' | '-'; readonly operand: Duration; readonly position: Position }
  | { readonly kind: 'paren'; readonly inner: Duration; readonly position: Position }
  | {
      readonly kind: 'binary';
      readonly operator: '+' | '-' | '*' | '/' | '%' | '^' | 'min' | 'max';
      readonly left: Duration;
      readonly right: Duration;
      readonly position: Position;
    };

export type NumberLiteral = {
  readonly kind: 'number';
  readonly value: number;
  readonly isDuration: boolean;
  readonly position: Position;
};

export type StringLiteral = { readonly kind: 'string'; readonly value: string; readonly position: Position };

export type VectorSelector = {
  readonly kind: 'vectorSelector';
  /** The name before the braces; '' when written inside them or absent. */
  readonly name: string;
  /** All matchers, the name's `__name__="..."` included. */
  readonly matchers: readonly Matcher[];
  readonly offset: Duration | null;
  readonly at: AtModifier | null;
  /** Experimental extended range selectors. */
  readonly extension: 'anchored' | 'smoothed' | null;
  readonly position: Position;
};

export type MatrixSelector = {
  readonly kind: 'matrixSelector';
  /** Offset, `@` and extension live on the inner selector, as in Prometheus. */
  readonly selector: VectorSelector;
  readonly range: Duration;
  readonly position: Position;
};

export type Subquery = {
  readonly kind: 'subquery';
  readonly inner: Expr;
  readonly range: Duration;
  /** null: the engine's default step. */
  readonly step: Duration | null;
  readonly offset: Duration | null;
  readonly at: AtModifier | null;
  readonly position: Position;
};

export type Call = {
  readonly kind: 'call';
  /** A name from the table of functions. */
  readonly func: string;
  readonly args: readonly Expr[];
  readonly position: Position;
};

export type AggregationOperator =
  | 'sum'
  | 'avg'
  | 'count'
  | 'min'
  | 'max'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'count_values'
  | 'quantile'
  | 'limitk'
  | 'limit_ratio';

export type Aggregation = {
  readonly kind: 'aggregation';
  readonly operator: AggregationOperator;
  readonly inner: Expr;
  /** The parameter of topk, bottomk, quantile, count_values, limitk, limit_ratio. */
  readonly param: Expr | null;
  readonly grouping: readonly string[];
  readonly without: boolean;
  readonly position: Position;
};

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^'
  | 'atan2'
  | '=='
  | '!='
  | '>'
  | '<'
  | '>='
  | '<='
  | '</'
  | '>/'
  | 'and'
  | 'or'
  | 'unless';

export type VectorMatching = {
  readonly cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';
  /** `on(...)` when true, else `ignoring(...)` (also when nothing is written). */
  readonly on: boolean;
  readonly labels: readonly string[];
  /** Labels of `group_left(...)` or `group_right(...)`. */
  readonly include: readonly string[];
  /** Experimental `fill`, `fill_left`, `fill_right`: the value that stands for a missing match. */
  readonly fillLeft: number | null;
  readonly fillRight: number | null;
};

export type Binary = {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
  readonly returnBool: boolean;
  /** null where a side is a scalar. */
  readonly matching: VectorMatching | null;
  readonly position: Position;
};

export type Unary = {
  readonly kind: 'unary';
  readonly operator: '+' | '-';
  readonly inner: Expr;
  readonly position: Position;
};

export type Paren = { readonly kind: 'paren'; readonly inner: Expr; readonly position: Position };

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregation
  | Binary
  | Unary
  | Paren;
