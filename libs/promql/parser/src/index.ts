/** PromQL text to syntax tree and back. */
export type {
  Aggregation,
  AggregationOperator,
  AtModifier,
  Binary,
  BinaryOperator,
  Call,
  Duration,
  Expr,
  MatrixSelector,
  NumberLiteral,
  Paren,
  Position,
  StringLiteral,
  Subquery,
  Unary,
  ValueType,
  VectorMatching,
  VectorSelector,
} from './ast.ts';
export { ParseError } from './parse-error.ts';
