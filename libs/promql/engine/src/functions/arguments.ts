/** The arguments of a call, by the type that the type checker has seen to. */
import type { Position } from '@chimera/promql-parser';
import type { ScalarOperator, VectorOperator } from '../operator.ts';
import type { PlannedArg } from '../plan-types.ts';
import { QueryError } from '../query-error.ts';
import { withoutParens } from '../without-parens.ts';

type Args = readonly PlannedArg[];

export function vectorArg(args: Args, index: number): VectorOperator {
  const operator = args[index]?.operator;
  if (operator?.kind !== 'vector') throw wrongKind(args, index, 'vector');
  return operator.vector;
}

export function scalarArg(args: Args, index: number): ScalarOperator {
  const operator = args[index]?.operator;
  if (operator?.kind !== 'scalar') throw wrongKind(args, index, 'scalar');
  return operator.scalar;
}

export function stringArg(args: Args, index: number): string {
  const operator = args[index]?.operator;
  if (operator?.kind !== 'string') throw wrongKind(args, index, 'string');
  return operator.value;
}

/** Where messages about an argument point: inside its parentheses. */
export function argPosition(args: Args, index: number): Position | null {
  const arg = args[index];
  return arg === undefined ? null : withoutParens(arg.node).position;
}

function wrongKind(args: Args, index: number, wanted: string): QueryError {
  return new QueryError('internal', `BUG: argument ${index} is no ${wanted}; got ${args[index]?.operator.kind}`);
}
