/** `clamp`, `clamp_min`, `clamp_max`. */
import type { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, ScalarOperator, VectorOperator } from '../operator.ts';
import { goMax, goMin } from '../operators/go-math.ts';
import type { CallBuilder, Operator } from '../plan-types.ts';
import { scalarArg, vectorArg } from './arguments.ts';
import { mapColumns } from './map-floats.ts';

export const clamp: CallBuilder = (_, args, context) =>
  limited(vectorArg(args, 0), scalarArg(args, 1), scalarArg(args, 2), context);

export const clampMin: CallBuilder = (_, args, context) =>
  limited(vectorArg(args, 0), scalarArg(args, 1), null, context);

export const clampMax: CallBuilder = (_, args, context) =>
  limited(vectorArg(args, 0), null, scalarArg(args, 1), context);

/** Steps whose maximum is below the minimum are absent. */
function limited(
  vector: VectorOperator,
  min: ScalarOperator | null,
  max: ScalarOperator | null,
  context: EvalContext,
): Operator {
  let mins: Float64Array;
  let maxes: Float64Array;
  const unlimited = (value: number) => new Float64Array(context.grid.count).fill(value);
  const change = ({ values, present }: StepColumn): void => {
    for (let k = 0; k < values.length; k++) {
      const low = mins[k] as number;
      const high = maxes[k] as number;
      if (high < low) present[k] = 0;
      else values[k] = goMax(low, goMin(high, values[k] as number));
    }
  };
  return mapColumns(vector, context, change, async () => {
    mins = min === null ? unlimited(-Infinity) : await min.values();
    maxes = max === null ? unlimited(Infinity) : await max.values();
  });
}
