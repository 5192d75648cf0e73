/** `absent`: 1 where the vector has no sample. */
import { StepColumn } from '@chimera/tsdb-storage';
import { absentLabels } from '../absent-labels.ts';
import type { CallBuilder, PlannedArg } from '../plan-types.ts';
import { vectorArg } from './arguments.ts';

export const absent: CallBuilder = (_, args, { grid, budget }) => {
  const vector = vectorArg(args, 0);
  const { node } = args[0] as PlannedArg;
  let inputs = 0;
  return {
    kind: 'vector',
    vector: {
      series: async () => {
        inputs = (await vector.series()).length;
        return [{ labels: absentLabels(node), dropName: false }];
      },
      read: (_index, out) => {
        const column = new StepColumn(grid.count);
        out.histograms = null;
        out.values.fill(1);
        out.present.fill(1);
        for (let index = 0; index < inputs; index++) {
          budget.check();
          vector.read(index, column);
          for (let k = 0; k < grid.count; k++) if (column.present[k] === 1) out.present[k] = 0;
        }
      },
    },
  };
};
