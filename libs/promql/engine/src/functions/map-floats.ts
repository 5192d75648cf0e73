/** Functions that turn each float sample into another one and remove the name; histograms are left out. */
import type { StepColumn } from '@chimera/tsdb-storage';
import { withoutName } from '../drop-name.ts';
import type { EvalContext, VectorOperator } from '../operator.ts';
import { removeHistograms } from '../operators/column-histograms.ts';
import type { CallBuilder, Operator } from '../plan-types.ts';
import { vectorArg } from './arguments.ts';

/** The builder of a function of one vector. */
export function mapFloats(f: (value: number) => number): CallBuilder {
  return (_, args, context) =>
    mapColumns(vectorArg(args, 0), context, ({ values }) => {
      for (let k = 0; k < values.length; k++) values[k] = f(values[k] as number);
    });
}

/** Applies `change` to each column, which holds floats only; `prepare` runs before the first. */
export function mapColumns(
  vector: VectorOperator,
  context: EvalContext,
  change: (column: StepColumn) => void,
  prepare?: () => Promise<void>,
): Operator {
  return {
    kind: 'vector',
    vector: {
      series: async () => {
        const series = await vector.series();
        await prepare?.();
        return series.map((output) => withoutName(output, context.options));
      },
      read: (index, out) => {
        vector.read(index, out);
        removeHistograms(out);
        change(out);
      },
    },
  };
}
