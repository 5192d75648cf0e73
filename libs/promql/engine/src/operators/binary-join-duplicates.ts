/**
 * The slow path of joins: several series of the "one" side have the same signature. That is allowed as long as no two
 * of them have a sample on the same step, so everything is read before the first output.
 */
import type { VectorMatching } from '@chimera/promql-parser';
import { compareLabels, labelsKeyOn } from '@chimera/tsdb-model';
import type { StepColumn } from '@chimera/tsdb-storage';
import { labelSetText } from '../label-set-text.ts';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { QueryError } from '../query-error.ts';
import type { JoinSides } from './binary-join.ts';
import { matchedLabels } from './binary-matching.ts';
import { heldColumns, holdAll } from './column-source.ts';
import { mergeColumn } from './unique-series.ts';

export type DuplicatedJoin = {
  readonly matching: VectorMatching;
  readonly many: { readonly series: readonly OutputSeries[]; readonly vector: VectorOperator };
  readonly one: { readonly series: readonly OutputSeries[]; readonly vector: VectorOperator };
  /** Series of the "one" side by signature. */
  readonly ones: readonly (readonly number[])[];
  readonly manySignatures: Int32Array;
  readonly swapped: boolean;
};

/** Merges series of the "one" side that give the same labels to the result. Throws QueryError when two meet. */
export function resolveDuplicates(join: DuplicatedJoin, context: EvalContext): JoinSides {
  const { many, one, manySignatures, matching } = join;
  const manyColumns = holdAll(many.vector, many.series.length, context);
  const oneColumns = holdAll(one.vector, one.series.length, context);
  const occupied = new Uint8Array(context.grid.count);
  for (const { present } of manyColumns)
    present.forEach((flag, k) => void (occupied[k] = (occupied[k] as number) | flag));
  checkSteps(join, oneColumns, occupied);

  const included = new Set(matching.include);
  const merged: { readonly series: OutputSeries; readonly column: StepColumn }[] = [];
  const bySignature = join.ones.map((indexes) => {
    const byLabels = new Map<string, number>();
    for (const index of indexes) {
      const series = one.series[index] as OutputSeries;
      const column = oneColumns[index] as StepColumn;
      const key = labelsKeyOn(series.labels, included);
      const known = byLabels.get(key);
      if (known === undefined) byLabels.set(key, merged.push({ series, column }) - 1);
      else mergeFree((merged[known] as { column: StepColumn }).column, column, occupied);
    }
    return [...byLabels.values()];
  });
  return {
    many: { series: many.series, columns: heldColumns(manyColumns) },
    one: {
      series: merged.map(({ series }) => series),
      columns: heldColumns(merged.map(({ column }) => column)),
    },
    matches: Array.from(manySignatures, (signature) => bySignature[signature] as number[]),
    manySignatures,
  };
}

/** Steps without any series on the "many" side do not count: there is nothing to match. */
function checkSteps(
  { one, ones, matching, swapped }: DuplicatedJoin,
  columns: readonly StepColumn[],
  occupied: Uint8Array,
): void {
  const duplicated = ones.filter((indexes) => indexes.length > 1);
  for (let k = 0; k < occupied.length; k++) {
    if (occupied[k] === 0) continue;
    for (const indexes of duplicated) {
      const here = indexes.filter((index) => (columns[index] as StepColumn).present[k] === 1);
      if (here.length > 1)
        throw duplicateError(
          here.slice(0, 2).map((i) => one.series[i] as OutputSeries),
          matching,
          swapped,
        );
    }
  }
}

function duplicateError(series: readonly OutputSeries[], matching: VectorMatching, swapped: boolean): QueryError {
  const [first, second] = series.map(({ labels }) => labels).sort(compareLabels) as [string[], string[]];
  return new QueryError(
    'execution',
    `found duplicate series for the match group ${labelSetText(matchedLabels(first, matching))} on the ` +
      `${swapped ? 'left' : 'right'} hand-side of the operation: [${labelSetText(first)}, ${labelSetText(second)}];` +
      'many-to-many matching not allowed: matching labels must be unique on one side',
  );
}

/** As mergeColumn, but steps at which nothing can match are not looked at. */
function mergeFree(into: StepColumn, from: StepColumn, occupied: Uint8Array): void {
  for (let k = 0; k < occupied.length; k++) if (occupied[k] === 0) from.present[k] = 0;
  for (let k = 0; k < occupied.length; k++) if (occupied[k] === 0) into.present[k] = 0;
  mergeColumn(into, from, 'step');
}
