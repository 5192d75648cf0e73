/**
 * The experimental modifiers `fill`, `fill_left`, `fill_right`: where a series has no match, one with the labels of the
 * match group and a fixed value stands in.
 */
import type { Binary, VectorMatching } from '@chimera/promql-parser';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries } from '../operator.ts';
import { HistogramOperation } from './binary-histograms.ts';
import type { HeldSide, HeldSides } from './binary-join-duplicates.ts';
import { matchedLabels } from './binary-matching.ts';
import { addPresence, intersectPresence, removePresence } from './presence.ts';
import { NO_MESSAGES } from './step-messages.ts';

/**
 * As in Prometheus, the value of `fill_right` stands for the "one" side and that of `fill_left` for the "many" side,
 * with `group_right` too, where these are the left and the right side.
 */
export function withFills(
  { many, one }: HeldSides,
  node: Binary,
  matching: VectorMatching,
  context: EvalContext,
): HeldSides {
  const { fillLeft, fillRight, cardinality } = matching;
  const make = (side: HeldSide, other: HeldSide, value: number): StandIns =>
    standIns(side, other, value, matching, context);
  const manys = fillLeft === null ? NONE : make(many, one, fillLeft);
  const ones = fillRight === null ? NONE : make(one, many, fillRight);
  if (fillLeft !== null) addUnanswered(manys, { many, one }, node, cardinality === 'one-to-many');
  return { many: withStandIns(many, manys), one: withStandIns(one, ones) };
}

/** By signature: a series with the labels of the match group. */
type StandIns = ReadonlyMap<number, { readonly series: OutputSeries; readonly column: StepColumn }>;

const NONE: StandIns = new Map();

/** One for each signature of `other`, present where `side` does not have the signature. */
function standIns(
  side: HeldSide,
  other: HeldSide,
  value: number,
  matching: VectorMatching,
  { budget, grid }: EvalContext,
): StandIns {
  const found = new Map<number, { readonly series: OutputSeries; readonly column: StepColumn }>();
  other.signatures.forEach((signature, index) => {
    const { present } = other.columns[index] as StepColumn;
    const known = found.get(signature);
    if (known !== undefined) {
      addPresence(present, known.column.present);
      return;
    }
    budget.hold(grid.count);
    const column = new StepColumn(grid.count);
    column.values.fill(value);
    column.present.set(present);
    const { labels } = other.series[index] as OutputSeries;
    found.set(signature, { series: { labels: matchedLabels(labels, matching), dropName: false }, column });
  });
  side.columns.forEach(({ present }, index) => {
    const standIn = found.get(side.signatures[index] as number);
    if (standIn !== undefined) removePresence(present, standIn.column.present);
  });
  return found;
}

/**
 * Where all pairs of a series of the "one" side had no answer, Prometheus takes it for a series without a match: the
 * value stands in there too.
 */
function addUnanswered(manys: StandIns, { many, one }: HeldSides, node: Binary, swapped: boolean): void {
  const operation = new HistogramOperation(node, NO_MESSAGES);
  const bySignature = Map.groupBy(many.columns.keys(), (index) => many.signatures[index] as number);
  one.columns.forEach((column, index) => {
    const matches = bySignature.get(one.signatures[index] as number) ?? [];
    const pairs = matches.map((other) => many.columns[other] as StepColumn);
    if (!pairs.some((pair) => operation.isNeeded(pair, column))) return;
    const unanswered = column.present.slice();
    for (const pair of pairs) {
      const answered = column.present.slice();
      intersectPresence(pair.present, answered);
      operation.evaluate(0, answered, swapped ? column : pair, swapped ? pair : column);
      removePresence(answered, unanswered);
    }
    const standIn = manys.get(one.signatures[index] as number);
    if (standIn !== undefined) addPresence(unanswered, standIn.column.present);
  });
}

function withStandIns(side: HeldSide, added: StandIns): HeldSide {
  const columns = [...added.values()];
  return {
    series: [...side.series, ...columns.map(({ series }) => series)],
    columns: [...side.columns, ...columns.map(({ column }) => column)],
    signatures: Int32Array.of(...side.signatures, ...added.keys()),
  };
}
