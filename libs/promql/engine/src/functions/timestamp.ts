/** `timestamp`: of the sample that a selector took; of anything else, the evaluation time. */
import { stepTime } from '@chimera/tsdb-storage';
import { withoutName } from '../drop-name.ts';
import type { CallBuilder, PlannedArg } from '../plan-types.ts';
import { withoutParens } from '../without-parens.ts';
import { vectorArg } from './arguments.ts';

export const timestamp: CallBuilder = (_, args, context) => {
  const { grid, options } = context;
  const vector = vectorArg(args, 0);
  const ofSelector = withoutParens((args[0] as PlannedArg).node).kind === 'vectorSelector';
  const times = new Float64Array(grid.count);
  for (let k = 0; k < grid.count; k++) times[k] = stepTime(grid, k);
  return {
    kind: 'vector',
    vector: {
      series: async () => (await vector.series()).map((output) => withoutName(output, options)),
      read: (index, out) => {
        const { timestamps } = out;
        if (ofSelector) out.timestamps = times;
        vector.read(index, out);
        out.timestamps = timestamps;
        out.histograms = null;
        for (let k = 0; k < grid.count; k++) out.values[k] = (times[k] as number) / 1_000;
      },
    },
  };
};
