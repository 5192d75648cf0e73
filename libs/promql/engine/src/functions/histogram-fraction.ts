/** `histogram_fraction`. */
import { histogramFraction as fractionOfHistogram } from '@chimera/tsdb-model';
import type { CallBuilder } from '../plan-types.ts';
import { argPosition, scalarArg, vectorArg } from './arguments.ts';
import { bucketFraction } from './bucket-fraction.ts';
import { histogramColumns } from './histogram-columns.ts';
import { nanMessage } from './nan-message.ts';

export const histogramFraction: CallBuilder = (_, args, context) => {
  const lower = scalarArg(args, 0);
  const upper = scalarArg(args, 1);
  const position = argPosition(args, 2);
  const columns = histogramColumns(vectorArg(args, 2), position, context);
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
        columns.evaluate(index, out, {
          buckets: (k, bounds, counts, size) =>
            bucketFraction(lowers[k] as number, uppers[k] as number, bounds, counts, size),
          native: (k, histogram, metricName) =>
            fractionOfHistogram(lowers[k] as number, uppers[k] as number, histogram, (what) => {
              context.annotations.info(nanMessage(what, metricName), position);
            }),
        }),
    },
  };
};
