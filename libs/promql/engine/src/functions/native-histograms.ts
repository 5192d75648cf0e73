/** Functions of native histograms; float samples are left out. */
import { dropMetricName, type Histogram } from '@chimera/tsdb-model';
import type { CallBuilder } from '../plan-types.ts';
import { vectorArg } from './arguments.ts';

/** The builder of a function of one histogram. Only the name goes, `__type__` and `__unit__` stay. */
export function ofHistogram(f: (histogram: Histogram) => number): CallBuilder {
  return (_, args, { options }) => {
    const vector = vectorArg(args, 0);
    return {
      kind: 'vector',
      vector: {
        series: async () =>
          (await vector.series()).map(({ labels }) =>
            options.delayedNameRemoval
              ? { labels, dropName: true }
              : { labels: dropMetricName(labels), dropName: false },
          ),
        read: (index, out) => {
          vector.read(index, out);
          const { histograms } = out;
          out.histograms = null;
          for (let k = 0; k < out.count; k++) {
            const histogram = histograms?.[k] ?? null;
            if (out.present[k] === 0 || histogram === null) out.present[k] = 0;
            else out.values[k] = f(histogram);
          }
        },
      },
    };
  };
}
