/** What the planner hands to the constructors of operators, and what they hand back: the seam between plan and operators. */
import type { Call, Expr } from '@chimera/promql-parser';
import type { EvalContext, OutputSeries, ScalarOperator, VectorOperator } from './operator.ts';

/** An evaluated node, by the type of its value. Range vectors never appear: the planner turns them into vectors. */
export type Operator =
  | { readonly kind: 'vector'; readonly vector: VectorOperator }
  | { readonly kind: 'scalar'; readonly scalar: ScalarOperator }
  | { readonly kind: 'string'; readonly value: string };

/** An argument of a call: its node (for positions and special cases) and its operator. */
export type PlannedArg = { readonly node: Expr; readonly operator: Operator };

/**
 * Builds the operator of one call. Arguments are type-checked. The planner wraps the result so that two output series
 * with the same labels are merged where their steps are disjoint, and refused where they overlap (`uniqueSeries`):
 * builders need not look for duplicates.
 *
 * `timestamp(selector)`: the operator of a (parenthesised) vector selector, step-invariant or not, fills
 * `out.timestamps` when the caller's column has that array; all other operators ignore it.
 */
export type CallBuilder = (call: Call, args: readonly PlannedArg[], context: EvalContext) => Operator;

export type VectorArg = { readonly node: Expr; readonly vector: VectorOperator };

export type { EvalContext, OutputSeries, ScalarOperator, VectorOperator };
