/** `round`: to the nearest multiple, halves up. */
import type { StepColumn } from '@chimera/tsdb-storage';
import type { CallBuilder } from '../plan-types.ts';
import { scalarArg, vectorArg } from './arguments.ts';
import { mapColumns } from './map-floats.ts';

export const round: CallBuilder = (_, args, context) => {
  const toNearest = args.length > 1 ? scalarArg(args, 1) : null;
  let inverses: Float64Array;
  const change = ({ values }: StepColumn): void => {
    for (let k = 0; k < values.length; k++) {
      const inverse = inverses[k] as number;
      values[k] = Math.floor((values[k] as number) * inverse + 0.5) / inverse;
    }
  };
  return mapColumns(vectorArg(args, 0), context, change, async () => {
    const multiples = (await toNearest?.values()) ?? new Float64Array(context.grid.count).fill(1);
    inverses = multiples.map((multiple) => 1 / multiple);
  });
};
