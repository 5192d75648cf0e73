/**
 * Arithmetic and comparisons between two vectors. Each output series pairs a series of the "many" side (the left one in
 * one-to-one matching) with one of the "one" side. A pair that shares its series with no other pair is streamed.
 */
import type { Binary, VectorMatching } from '@chimera/promql-parser';
import { type Labels, labelsKey } from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { QueryError } from '../query-error.ts';
import { HistogramOperation, withOutcomes } from './binary-histograms.ts';
import { type HeldSides, holdSides } from './binary-join-duplicates.ts';
import { withFills } from './binary-join-fill.ts';
import { ARITHMETIC, COMPARISON, isArithmetic, isComparison } from './binary-kernels.ts';
import { indexesBySignature, signaturesOf } from './binary-matching.ts';
import { resultSeries } from './binary-result-labels.ts';
import { type ColumnSource, heldColumns, operatorColumns } from './column-source.ts';
import { intersectPresence } from './presence.ts';
import { StepMessages } from './step-messages.ts';

/** One output series. */
type Pair = {
  readonly many: number;
  readonly one: number;
  /** Steps that another pair of the same match took; null when there is no other. */
  readonly taken: Uint8Array | null;
};

/** The two sides, ready to be read; a "one" may stand for several series that never meet. */
export type JoinSides = {
  readonly many: { readonly series: readonly OutputSeries[]; readonly columns: ColumnSource };
  readonly one: { readonly series: readonly OutputSeries[]; readonly columns: ColumnSource };
  /** By index of the "many" series, the indexes of its "one" series: at most one, unless duplicates were resolved. */
  readonly matches: readonly (readonly number[])[];
  readonly manySignatures: Int32Array;
};

export function joinVectors(
  node: Binary,
  matching: VectorMatching,
  left: VectorOperator,
  right: VectorOperator,
  context: EvalContext,
): VectorOperator {
  const { grid } = context;
  const swapped = matching.cardinality === 'one-to-many';
  const combine = combiner(node, swapped, context);
  const histograms = new HistogramOperation(node, new StepMessages(node, context));
  const scratch = new StepColumn(grid.count);
  let sides: JoinSides;
  let pairs: readonly Pair[] = [];

  return {
    series: async () => {
      sides = await prepareSides(node, matching, left, right, context);
      const joined = makePairs(node, matching, sides, context);
      pairs = joined.pairs;
      return joined.outputs;
    },
    read: (index, out) => {
      context.budget.check();
      const { many, one, taken } = pairs[index] as Pair;
      sides.many.columns.readInto(many, out);
      const other = sides.one.columns.read(one, scratch);
      intersectPresence(other.present, out.present);
      if (!histograms.isNeeded(out, other)) {
        if (taken !== null) claim(out.present, taken, matching);
        combine(out, other);
        return;
      }
      const outcomes = swapped
        ? histograms.evaluate(index, out.present, other, out)
        : histograms.evaluate(index, out.present, out, other);
      // Pairs without an answer take no place.
      if (taken !== null) claim(out.present, taken, matching);
      withOutcomes(outcomes, out, () => combine(out, other));
    },
  };
}

async function prepareSides(
  node: Binary,
  matching: VectorMatching,
  left: VectorOperator,
  right: VectorOperator,
  context: EvalContext,
): Promise<JoinSides> {
  const lefts = await left.series();
  const rights = await right.series();
  const signatures = signaturesOf(lefts, rights, matching);
  const swapped = matching.cardinality === 'one-to-many';
  const many = swapped ? { series: rights, vector: right } : { series: lefts, vector: left };
  const one = swapped ? { series: lefts, vector: left } : { series: rights, vector: right };
  const manySignatures = swapped ? signatures.right : signatures.left;
  const oneSignatures = swapped ? signatures.left : signatures.right;
  const ones = indexesBySignature(oneSignatures, signatures.count);
  const filled = matching.fillLeft !== null || matching.fillRight !== null;
  if (filled || ones.some((indexes) => indexes.length > 1)) {
    const held = holdSides({ matching, many, one, ones, manySignatures, swapped }, context);
    return heldJoin(filled ? withFills(held, node, matching, context) : held, signatures.count);
  }
  const matches = Array.from(manySignatures, (signature) => ones[signature] as number[]);
  const uses = new Int32Array(one.series.length);
  for (const indexes of matches) for (const index of indexes) uses[index] = (uses[index] as number) + 1;
  return {
    many: { series: many.series, columns: operatorColumns(many.vector, null, context) },
    one: { series: one.series, columns: operatorColumns(one.vector, uses, context) },
    matches,
    manySignatures,
  };
}

function heldJoin({ many, one }: HeldSides, signatures: number): JoinSides {
  const ones = indexesBySignature(one.signatures, signatures);
  return {
    many: { series: many.series, columns: heldColumns(many.columns) },
    one: { series: one.series, columns: heldColumns(one.columns) },
    matches: Array.from(many.signatures, (signature) => ones[signature] as number[]),
    manySignatures: many.signatures,
  };
}

function makePairs(
  node: Binary,
  matching: VectorMatching,
  { many, one, matches, manySignatures }: JoinSides,
  context: EvalContext,
): { readonly pairs: readonly Pair[]; readonly outputs: readonly OutputSeries[] } {
  const labelsOf = resultSeries(node, matching, context.options);
  const outputs: OutputSeries[] = [];
  const pairs: Pair[] = [];
  const takenSteps = stepsTaken(matching, manySignatures, matches, context);
  matches.forEach((ones, index) => {
    for (const match of ones) {
      const output = labelsOf(many.series[index] as OutputSeries, one.series[match] as OutputSeries);
      outputs.push(output);
      pairs.push({ many: index, one: match, taken: takenSteps(manySignatures[index] as number, output.labels) });
    }
  });
  return { pairs, outputs };
}

/**
 * Which pairs must not meet at any step: in one-to-one matching those of one signature, else those of one signature that
 * give the same labels. Pairs that are alone with their signature, as most are, get null.
 */
function stepsTaken(
  { cardinality }: VectorMatching,
  manySignatures: Int32Array,
  matches: readonly (readonly number[])[],
  { grid }: EvalContext,
): (signature: number, labels: Labels) => Uint8Array | null {
  const pairsOf = new Map<number, number>();
  manySignatures.forEach((signature, index) => {
    pairsOf.set(signature, (pairsOf.get(signature) ?? 0) + (matches[index] as readonly number[]).length);
  });
  const taken = new Map<string, Uint8Array>();
  return (signature, labels) => {
    if (pairsOf.get(signature) === 1) return null;
    const key = cardinality === 'one-to-one' ? String(signature) : `${signature} ${labelsKey(labels)}`;
    const known = taken.get(key);
    if (known !== undefined) return known;
    const steps = new Uint8Array(grid.count);
    taken.set(key, steps);
    return steps;
  };
}

/** Takes the present steps; a step can be taken once. Filtered values count: matching comes before comparing. */
function claim(present: Uint8Array, taken: Uint8Array, { cardinality }: VectorMatching): void {
  for (let k = 0; k < present.length; k++) {
    if (present[k] === 0) continue;
    if (taken[k] === 1) {
      const advice =
        cardinality === 'one-to-one'
          ? 'many-to-one matching must be explicit (group_left/group_right)'
          : 'grouping labels must ensure unique matches';
      throw new QueryError('execution', `multiple matches for labels: ${advice}`);
    }
    taken[k] = 1;
  }
}

/** Combines the "many" column `out` with the "one" column into `out`; presence is settled but for comparisons. */
function combiner(node: Binary, swapped: boolean, context: EvalContext): (out: StepColumn, other: StepColumn) => void {
  const { operator, returnBool } = node;
  if (isArithmetic(operator)) {
    const kernel = ARITHMETIC[operator];
    return swapped
      ? (out, other) => kernel(other.values, out.values, out.values)
      : (out, other) => kernel(out.values, other.values, out.values);
  }
  if (isComparison(operator)) {
    const kernel = COMPARISON[operator];
    const mask = new Uint8Array(context.grid.count);
    return (out, other) => {
      const target = returnBool ? mask.fill(1) : out.present;
      if (swapped) kernel(other.values, out.values, target);
      else kernel(out.values, other.values, target);
      if (returnBool) out.values.set(mask);
      else if (swapped) out.values.set(other.values);
    };
  }
  return () => {};
}
