/**
 * Joins need only the series that match, but what evaluation warns of or refuses must not depend on that: here the rest
 * of both sides is read too, after the join itself.
 */
import type { Expr } from '@chimera/promql-parser';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, VectorOperator } from '../operator.ts';
import { withoutParens } from '../without-parens.ts';

export type Side = { readonly node: Expr; readonly vector: VectorOperator };

/** The operator that `make` builds from two sides, reading each of them to its end. */
export function fullyRead(
  left: Side,
  right: Side,
  context: EvalContext,
  make: (left: VectorOperator, right: VectorOperator) => VectorOperator,
): VectorOperator {
  const sides = [tracked(left, context), tracked(right, context)] as const;
  const joined = make(sides[0].vector, sides[1].vector);
  if (sides.every(({ readRest }) => readRest === null)) return joined;
  const readRest = (): void => {
    for (const side of sides) side.readRest?.();
  };
  let remaining = 0;
  return {
    series: async () => {
      const series = await joined.series();
      remaining = series.length;
      if (remaining === 0) readRest();
      return series;
    },
    read: (index, out) => {
      joined.read(index, out);
      if (--remaining === 0) readRest();
    },
  };
}

/** Reads what an operator yields for its annotations and errors only. */
export function readForEffect(vector: VectorOperator, count: number, { budget, grid }: EvalContext): void {
  const scratch = new StepColumn(grid.count);
  for (let index = 0; index < count; index++) {
    budget.check();
    scratch.histograms = null;
    vector.read(index, scratch);
  }
}

type Tracked = { readonly vector: VectorOperator; readonly readRest: (() => void) | null };

function tracked({ node, vector }: Side, { budget, grid }: EvalContext): Tracked {
  if (isSilent(node)) return { vector, readRest: null };
  let wasRead = new Uint8Array(0);
  return {
    vector: {
      series: async () => {
        const series = await vector.series();
        wasRead = new Uint8Array(series.length);
        return series;
      },
      read: (index, out) => {
        wasRead[index] = 1;
        vector.read(index, out);
      },
    },
    readRest: () => {
      let scratch: StepColumn | null = null;
      for (let index = 0; index < wasRead.length; index++) {
        if (wasRead[index] === 1) continue;
        budget.check();
        scratch ??= new StepColumn(grid.count);
        scratch.histograms = null;
        vector.read(index, scratch);
      }
    },
  };
}

/** Whether evaluating has no effect but its result: no annotation, no error. */
function isSilent(expr: Expr): boolean {
  const node = withoutParens(expr);
  return node.kind === 'vectorSelector' && node.extension === null;
}
