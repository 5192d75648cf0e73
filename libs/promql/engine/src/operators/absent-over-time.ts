/** absent_over_time: 1 on the steps whose window is empty in every series. */
import type { Expr } from '@chimera/promql-parser';
import { absentLabels } from '../absent-labels.ts';
import type { EvalContext, VectorOperator } from '../operator.ts';
import { checkExtension } from '../range-functions/index.ts';
import { RangeInput } from '../range-functions/range-input.ts';
import { countWindows } from '../step-counts.ts';
import type { RangeSource } from './range-source.ts';

/** `argument` is the range vector's node, whose matchers give the result's labels. */
export function absentOverTime(argument: Expr, source: RangeSource, context: EvalContext): VectorOperator {
  const input = new RangeInput(source.times, source.rangeMs, context.grid);
  let inputs = 0;
  return {
    series: async () => {
      checkExtension(source.extension, 'absent_over_time');
      inputs = (await source.series()).length;
      return [{ labels: absentLabels(argument), dropName: true }];
    },
    read: (_, out) => {
      out.present.fill(1);
      out.values.fill(1);
      out.histograms = null;
      for (let index = 0; index < inputs; index++) {
        context.budget.check();
        source.read(index, context.samples);
        input.load(context.samples);
        if (context.stepCounts !== null) countWindows(context.stepCounts, input);
        for (let k = 0; k < input.count; k++) {
          if ((input.to[k] as number) > (input.from[k] as number)) out.present[k] = 0;
        }
      }
    },
  };
}
