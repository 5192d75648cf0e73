/** PromQL text to syntax tree and back. */

// For applications.

export { AGGREGATIONS, type AggregationSpec } from './aggregations.ts';
export { type AstJson, astToJson } from './ast-json.ts';
export { FUNCTIONS, type FunctionSpec, functionSpec } from './functions.ts';
export { ALL_FEATURES, type ParseOptions } from './options.ts';
export { parse, parseMetricSelector } from './parse.ts';
export { ParseError } from './parse-error.ts';
export { prettyPrint } from './pretty-print.ts';
export { print } from './print.ts';

// For other libraries.

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
export { formatDuration, parseDurationText } from './duration-text.ts';
export { type LineColumn, lineColumn } from './line-column.ts';
export { isComparisonOperator, isSetOperator } from './operators.ts';
export { parseMetric, parseMetricPrefix } from './parse.ts';
export { printDuration } from './print.ts';
export { quote } from './quote.ts';
export { DurationError, type QueryTimes, resolveDurations } from './resolve-duration.ts';
export { documentedType, typeOf } from './value-type.ts';
export { children, mapExpr, metricSelectorsIn, selectorsOf, walk } from './walk.ts';
