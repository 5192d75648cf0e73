/** Differences that stay, each with its reason. A finding that one of them explains is counted, not reported. */
import type { Case } from './case.ts';
import type { Difference } from './compare.ts';
import type { Outcome } from './outcome.ts';

export type KnownDifference = {
  readonly name: string;
  readonly reason: string;
  explains(finding: Finding): boolean;
};

export type Finding = {
  readonly case: Case;
  readonly difference: Difference;
  readonly ours: Outcome;
  readonly reference: Outcome;
};

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];

/** The first that explains the finding, or null. */
export function knownDifference(finding: Finding): KnownDifference | null {
  return KNOWN_DIFFERENCES.find((known) => known.explains(finding)) ?? null;
}
