/** Binary operators: how tightly they bind, and what kind they are. */
import type { BinaryOperator } from './ast.ts';

export type OperatorKind = 'set' | 'comparison' | 'trim' | 'arithmetic';

export type OperatorSpec = {
  readonly name: BinaryOperator;
  /** Higher binds tighter. */
  readonly precedence: number;
  readonly rightAssociative: boolean;
  readonly kind: OperatorKind;
};

/** Unary plus and minus bind as multiplication does: `-a ^ b` is `-(a ^ b)`, `-a * b` is `(-a) * b`. */
export const UNARY_PRECEDENCE = 5;

/** All binary operators, loosest first. */
export const BINARY_OPERATORS: ReadonlyMap<string, OperatorSpec> = new Map(
  [
    ...operators(1, 'set', 'or'),
    ...operators(2, 'set', 'and', 'unless'),
    ...operators(3, 'comparison', '==', '!=', '<', '<=', '>', '>='),
    ...operators(3, 'trim', '</', '>/'),
    ...operators(4, 'arithmetic', '+', '-'),
    ...operators(5, 'arithmetic', '*', '/', '%', 'atan2'),
    ...operators(6, 'arithmetic', '^'),
  ].map((operator) => [operator.name, operator]),
);

function operators(precedence: number, kind: OperatorKind, ...names: BinaryOperator[]): OperatorSpec[] {
  return names.map((name) => ({ name, precedence, rightAssociative: name === '^', kind }));
}

export function isSetOperator(name: BinaryOperator): boolean {
  return BINARY_OPERATORS.get(name)?.kind === 'set';
}

export function isComparisonOperator(name: BinaryOperator): boolean {
  return BINARY_OPERATORS.get(name)?.kind === 'comparison';
}
