/** Functions that yield numbers, and the way between numbers and vectors. */
import { EMPTY_LABELS } from '@chimera/tsdb-model';
import { StepColumn, stepTime } from '@chimera/tsdb-storage';
import type { EvalContext } from '../operator.ts';
import { removeHistograms } from '../operators/column-histograms.ts';
import { goMax, goMin } from '../operators/go-math.ts';
import type { CallBuilder, Operator } from '../plan-types.ts';
import { scalarArg, vectorArg } from './arguments.ts';

/** The evaluation time in seconds. */
export const time: CallBuilder = (_call, _args, { grid }) =>
  scalar(async () => Float64Array.from({ length: grid.count }, (_, k) => stepTime(grid, k) / 1_000));

/** The same number at all steps. */
export function constant(of: (context: EvalContext) => number): CallBuilder {
  return (_call, _args, context) => scalar(async () => new Float64Array(context.grid.count).fill(of(context)));
}

/** The only float at each step; NaN where there is none or more than one. */
export const scalarOfVector: CallBuilder = (_, args, { grid, budget }) => {
  const vector = vectorArg(args, 0);
  return scalar(async () => {
    const { length } = await vector.series();
    const values = new Float64Array(grid.count).fill(Number.NaN);
    const seen = new Uint8Array(grid.count);
    const column = new StepColumn(grid.count);
    for (let index = 0; index < length; index++) {
      budget.check();
      vector.read(index, column);
      removeHistograms(column);
      for (let k = 0; k < grid.count; k++) {
        if (column.present[k] === 0) continue;
        values[k] = seen[k] === 0 ? (column.values[k] as number) : Number.NaN;
        seen[k] = 1;
      }
    }
    return values;
  });
};

/** The number as a series without labels. */
export const vectorOfScalar: CallBuilder = (_, args) => {
  const operand = scalarArg(args, 0);
  let values: Float64Array;
  return {
    kind: 'vector',
    vector: {
      series: async () => {
        values = await operand.values();
        return [{ labels: EMPTY_LABELS, dropName: false }];
      },
      read: (_index, out) => {
        out.histograms = null;
        out.present.fill(1);
        out.values.set(values);
      },
    },
  };
};

export const maxOf: CallBuilder = (_, args) => pairwise(args, goMax);
export const minOf: CallBuilder = (_, args) => pairwise(args, goMin);

function pairwise(args: Parameters<CallBuilder>[1], pick: (x: number, y: number) => number): Operator {
  const left = scalarArg(args, 0);
  const right = scalarArg(args, 1);
  return scalar(async () => {
    const others = await right.values();
    return (await left.values()).map((value, k) => pick(value, others[k] as number));
  });
}

function scalar(values: () => Promise<Float64Array>): Operator {
  return { kind: 'scalar', scalar: { values } };
}
