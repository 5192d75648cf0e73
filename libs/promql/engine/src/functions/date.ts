/** Date functions: of each sample taken as a Unix time, or of the evaluation time when there is no argument. */

import { EMPTY_LABELS } from '@chimera/tsdb-model';
import { stepTime } from '@chimera/tsdb-storage';
import type { EvalContext } from '../operator.ts';
import type { CallBuilder, Operator } from '../plan-types.ts';
import { vectorArg } from './arguments.ts';
import type { CalendarPart } from './calendar.ts';
import { mapColumns } from './map-floats.ts';

/** Fractions of a second are cut off. */
export function datePart(part: CalendarPart): CallBuilder {
  return (_, args, context) => {
    if (args.length === 0) return ofEvaluationTime(part, context);
    return mapColumns(vectorArg(args, 0), context, ({ values }) => {
      for (let k = 0; k < values.length; k++) values[k] = part(Math.trunc(values[k] as number));
    });
  };
}

function ofEvaluationTime(part: CalendarPart, { grid }: EvalContext): Operator {
  return {
    kind: 'vector',
    vector: {
      series: async () => [{ labels: EMPTY_LABELS, dropName: false }],
      read: (_, out) => {
        out.histograms = null;
        out.present.fill(1);
        for (let k = 0; k < grid.count; k++) out.values[k] = part(Math.trunc(stepTime(grid, k) / 1_000));
      },
    },
  };
}
