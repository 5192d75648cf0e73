/** `and`, `unless`, `or`: decided at each step, whole series pass through. */
import type { VectorMatching } from '@chimera/promql-parser';
import { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext, OutputSeries, VectorOperator } from '../operator.ts';
import { indexesBySignature, signaturesOf } from './binary-matching.ts';
import { copyColumn } from './copy-column.ts';
import { addPresence, intersectPresence, removePresence } from './presence.ts';

type SetOperator = (
  matching: VectorMatching,
  left: VectorOperator,
  right: VectorOperator,
  context: EvalContext,
) => VectorOperator;

/** `and`: what the left side has where the right side has a match. */
export const intersectVectors: SetOperator = (matching, left, right, context) => {
  let kept: number[] = [];
  let filter: MatchFilter;
  return {
    series: async () => {
      const lefts = await left.series();
      filter = matchFilter(lefts, await right.series(), right, matching, context);
      kept = Array.from(lefts.keys()).filter((index) => filter.hasMatches(index));
      return kept.map((index) => lefts[index] as OutputSeries);
    },
    read: (index, out) => {
      const input = kept[index] as number;
      left.read(input, out);
      filter.keepMatched(input, out.present);
    },
  };
};

/** `unless`: what the left side has where the right side has no match. */
export const subtractVectors: SetOperator = (matching, left, right, context) => {
  let filter: MatchFilter;
  return {
    series: async () => {
      const lefts = await left.series();
      filter = matchFilter(lefts, await right.series(), right, matching, context);
      return lefts;
    },
    read: (index, out) => {
      left.read(index, out);
      if (filter.hasMatches(index)) filter.dropMatched(index, out.present);
    },
  };
};

type MatchFilter = {
  /** Whether any series of the right side could match series `index` of the left. */
  hasMatches(index: number): boolean;
  /** Leaves steps present where a series of the right side has a sample. */
  keepMatched(index: number, present: Uint8Array): void;
  dropMatched(index: number, present: Uint8Array): void;
};

function matchFilter(
  lefts: readonly OutputSeries[],
  rights: readonly OutputSeries[],
  right: VectorOperator,
  matching: VectorMatching,
  { budget, grid }: EvalContext,
): MatchFilter {
  const signatures = signaturesOf(lefts, rights, matching);
  const matches = indexesBySignature(signatures.right, signatures.count);
  const scratch = new StepColumn(grid.count);
  const kept = new Map<number, Uint8Array>();

  const presenceOf = (signature: number): Uint8Array => {
    const known = kept.get(signature);
    if (known !== undefined) return known;
    const presence = new Uint8Array(grid.count);
    for (const index of matches[signature] as number[]) {
      budget.check();
      right.read(index, scratch);
      addPresence(scratch.present, presence);
    }
    budget.hold(Math.ceil(grid.count / 8));
    kept.set(signature, presence);
    return presence;
  };
  const signatureOf = (index: number): number => signatures.left[index] as number;

  return {
    hasMatches: (index) => (matches[signatureOf(index)] as number[]).length > 0,
    keepMatched: (index, present) => intersectPresence(presenceOf(signatureOf(index)), present),
    dropMatched: (index, present) => removePresence(presenceOf(signatureOf(index)), present),
  };
}

/** `or`: the left side, and what the right side has where the left side has no match. */
export const uniteVectors: SetOperator = (matching, left, right, context) => {
  const { budget, grid } = context;
  let leftCount = 0;
  let leftSignatures: Int32Array;
  let rightSignatures: Int32Array;
  let leftsOf: readonly number[][] = [];
  /** By signature that both sides have: on which steps the left side has samples, as far as it was read. */
  let presences: (Uint8Array | null)[] = [];
  const wasRead = new Set<number>();
  /** Series of the left side that a series of the right side needed first. */
  const held = new Map<number, StepColumn>();

  const noteRead = (index: number, { present }: StepColumn): void => {
    const presence = presences[leftSignatures[index] as number] ?? null;
    if (presence === null) return;
    addPresence(present, presence);
    wasRead.add(index);
  };
  const readLeft = (index: number, out: StepColumn): void => {
    const column = held.get(index);
    if (column === undefined) {
      left.read(index, out);
      noteRead(index, out);
      return;
    }
    copyColumn(column, out);
    held.delete(index);
    budget.release(grid.count);
  };
  const readRight = (index: number, out: StepColumn): void => {
    right.read(index, out);
    const signature = rightSignatures[index] as number;
    for (const match of leftsOf[signature] as number[]) {
      if (wasRead.has(match)) continue;
      budget.hold(grid.count);
      const column = new StepColumn(grid.count);
      left.read(match, column);
      held.set(match, column);
      noteRead(match, column);
    }
    const presence = presences[signature] ?? null;
    if (presence !== null) removePresence(presence, out.present);
  };

  return {
    series: async () => {
      const lefts = await left.series();
      const rights = await right.series();
      const signatures = signaturesOf(lefts, rights, matching);
      leftCount = lefts.length;
      leftSignatures = signatures.left;
      rightSignatures = signatures.right;
      leftsOf = indexesBySignature(signatures.left, signatures.count);
      const rightsOf = indexesBySignature(signatures.right, signatures.count);
      presences = leftsOf.map((matches, signature) =>
        matches.length > 0 && (rightsOf[signature] as number[]).length > 0 ? new Uint8Array(grid.count) : null,
      );
      return [...lefts, ...rights];
    },
    read: (index, out) => (index < leftCount ? readLeft(index, out) : readRight(index - leftCount, out)),
  };
};
