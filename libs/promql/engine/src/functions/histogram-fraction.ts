/** `histogram_fraction`, of classic histograms. */
import type { CallBuilder } from '../plan-types.ts';
import { argPosition, scalarArg, vectorArg } from './arguments.ts';
import { bucketFraction } from './bucket-fraction.ts';
import { histogramColumns } from './histogram-columns.ts';

export const histogramFraction: CallBuilder = (_, args, context) => {
  const lower = scalarArg(args, 0);
  const upper = scalarArg(args, 1);
  const columns = histogramColumns(vectorArg(args, 2), argPosition(args, 2), context);
  let lowers: Float64Array;
  let uppers: Float64Array;
  return {
    kind: 'vector',
    vector: {
      series: async () => {
        lowers = await lower.values();
        uppers = await upper.values();
        return columns.load();
      },
      read: (index, out) =>
        columns.evaluate(index, out, (k, bounds, counts, size) =>
          bucketFraction(lowers[k] as number, uppers[k] as number, bounds, counts, size),
        ),
    },
  };
};
