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
import { matchedLabels } from './binary-matching.ts';
import { holdAll } from './column-source.ts';
import { addPresence } from './presence.ts';
import { mergeColumn } from './unique-series.ts';

export type UnreadSide = { readonly series: readonly OutputSeries[]; readonly vector: VectorOperator };

export type DuplicatedJoin = {
  readonly matching: VectorMatching;
  readonly many: UnreadSide;
  readonly one: UnreadSide;
  /** Series of the "one" side by signature. */
  readonly ones: readonly (readonly number[])[];
  readonly manySignatures: Int32Array;
  readonly swapped: boolean;
};

export type HeldSide = {
  readonly series: readonly OutputSeries[];
  readonly columns: readonly StepColumn[];
  readonly signatures: Int32Array;
};

/** Both sides in memory. At no step do two series of the "one" side share a signature, if anything can match there. */
export type HeldSides = { readonly many: HeldSide; readonly one: HeldSide };

/** Merges series of the "one" side that give the same labels to the result. Throws QueryError when two meet. */
export function holdSides(join: DuplicatedJoin, context: EvalContext): HeldSides {
  const { many, one, manySignatures, matching } = join;
  const manyColumns = holdAll(many.vector, many.series.length, context);
  const oneColumns = holdAll(one.vector, one.series.length, context);
  const occupied = occupiedSteps(matching, manyColumns, context.grid.count);
  checkSteps(join, oneColumns, occupied);

  const included = new Set(matching.include);
  const series: OutputSeries[] = [];
  const columns: StepColumn[] = [];
  const signatures: number[] = [];
  join.ones.forEach((indexes, signature) => {
    const byLabels = new Map<string, StepColumn>();
    for (const index of indexes) {
      const output = one.series[index] as OutputSeries;
      const column = oneColumns[index] as StepColumn;
      const key = labelsKeyOn(output.labels, included);
      const known = byLabels.get(key);
      if (known !== undefined) {
        mergeOccupied(known, column, occupied);
        continue;
      }
      byLabels.set(key, column);
      series.push(output);
      columns.push(column);
      signatures.push(signature);
    }
  });
  return {
    many: { series: many.series, columns: manyColumns, signatures: manySignatures },
    one: { series, columns, signatures: Int32Array.from(signatures) },
  };
}

/** Steps at which anything can match: those where the "many" side has a sample; all, when missing ones are filled in. */
function occupiedSteps(
  { fillLeft, fillRight }: VectorMatching,
  columns: readonly StepColumn[],
  count: number,
): Uint8Array {
  const occupied = new Uint8Array(count);
  if (fillLeft !== null || fillRight !== null) return occupied.fill(1);
  for (const { present } of columns) addPresence(present, occupied);
  return occupied;
}

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
function mergeOccupied(into: StepColumn, from: StepColumn, occupied: Uint8Array): void {
  for (let k = 0; k < occupied.length; k++) {
    if (occupied[k] === 1) continue;
    from.present[k] = 0;
    into.present[k] = 0;
  }
  mergeColumn(into, from, 'step');
}
