/**
 * The experimental modifiers `fill`, `fill_left`, `fill_right`: where a series has no match, one with the labels of the
 * match group and a fixed value stands in.
 */
import type { VectorMatching } from '@chimera/promql-parser';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries } from '../operator.ts';
import type { HeldSide, HeldSides } from './binary-join-duplicates.ts';
import { matchedLabels } from './binary-matching.ts';
import { addPresence, removePresence } from './presence.ts';

/**
 * As in Prometheus, the value of `fill_right` stands for the "one" side and that of `fill_left` for the "many" side,
 * with `group_right` too, where these are the left and the right side.
 */
export function withFills(sides: HeldSides, matching: VectorMatching, context: EvalContext): HeldSides {
  const { fillLeft, fillRight } = matching;
  const standIns = (missing: HeldSide, other: HeldSide, value: number | null): HeldSide =>
    value === null ? missing : filled(missing, other, value, matching, context);
  return {
    many: standIns(sides.many, sides.one, fillLeft),
    one: standIns(sides.one, sides.many, fillRight),
  };
}

/** `side` with one more series for each signature of `other`, present where only the other side has the signature. */
function filled(
  side: HeldSide,
  other: HeldSide,
  value: number,
  matching: VectorMatching,
  { budget, grid }: EvalContext,
): HeldSide {
  const standIns = new Map<number, { readonly series: OutputSeries; readonly column: StepColumn }>();
  other.signatures.forEach((signature, index) => {
    const { present } = other.columns[index] as StepColumn;
    const known = standIns.get(signature);
    if (known !== undefined) {
      addPresence(present, known.column.present);
      return;
    }
    budget.hold(grid.count);
    const column = new StepColumn(grid.count);
    column.values.fill(value);
    column.present.set(present);
    const { labels } = other.series[index] as OutputSeries;
    standIns.set(signature, { series: { labels: matchedLabels(labels, matching), dropName: false }, column });
  });
  side.columns.forEach(({ present }, index) => {
    const standIn = standIns.get(side.signatures[index] as number);
    if (standIn !== undefined) removePresence(present, standIn.column.present);
  });
  const added = [...standIns.values()];
  return {
    series: [...side.series, ...added.map(({ series }) => series)],
    columns: [...side.columns, ...added.map(({ column }) => column)],
    signatures: Int32Array.of(...side.signatures, ...standIns.keys()),
  };
}
