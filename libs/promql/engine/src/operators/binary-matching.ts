/** Which series of the two sides of a binary operation belong together; computed once per series. */
import type { VectorMatching } from '@chimera/promql-parser';
import { dropLabels, keepLabels, type Labels, labelsKeyOn, labelsKeyWithout, METRIC_NAME } from '@chimera/tsdb-model';
import type { OutputSeries } from '../operator.ts';

/** Signatures are numbered from 0 over both sides. */
export type Signatures = { readonly left: Int32Array; readonly right: Int32Array; readonly count: number };

export function signaturesOf(
  left: readonly OutputSeries[],
  right: readonly OutputSeries[],
  { on, labels: names }: VectorMatching,
): Signatures {
  const set = new Set(names);
  const keyOf = on ? (labels: Labels) => labelsKeyOn(labels, set) : (labels: Labels) => labelsKeyWithout(labels, set);
  const numbers = new Map<string, number>();
  const numberOf = ({ labels }: OutputSeries): number => {
    const key = keyOf(labels);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  const lefts = Int32Array.from(left, numberOf);
  const rights = Int32Array.from(right, numberOf);
  return { left: lefts, right: rights, count: numbers.size };
}

/** Series indexes by signature, ascending. */
export function indexesBySignature(signatures: Int32Array, count: number): readonly number[][] {
  const indexes: number[][] = Array.from({ length: count }, () => []);
  signatures.forEach((signature, index) => void indexes[signature]?.push(index));
  return indexes;
}

/** The labels that decide the match. */
export function matchedLabels(labels: Labels, { on, labels: names }: VectorMatching): Labels {
  return on ? keepLabels(labels, new Set(names)) : dropLabels(labels, new Set([...names, METRIC_NAME]));
}
