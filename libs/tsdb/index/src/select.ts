/**
 * Which series satisfy a list of matchers. A matcher that the empty value satisfies also holds for series without the
 * label: it is applied by taking away the series whose value fails. Each other matcher names the series it keeps.
 */
import { type CompiledMatcher, type Labels, labelValue } from '@chimera/tsdb-model';
import type { LabelIndex } from './label-index.ts';
import { intersectInPlace, subtractInPlace, uniteDisjoint } from './postings-sets.ts';

/** What selection reads of the index. */
export type SelectSource = {
  /** All refs, ascending. */
  all(): Uint32Array;
  label(name: string): LabelIndex | undefined;
  labels(ref: number): Labels;
  /** The series whose value of the label satisfies (`wanted`) or fails the matcher; cached by pattern. */
  scan(matcher: CompiledMatcher, label: LabelIndex, wanted: boolean): Uint32Array;
};

const NONE = new Uint32Array(0);

/** One matcher, resolved as far as is cheap. */
type Step = {
  readonly matcher: CompiledMatcher;
  readonly label: LabelIndex;
  /** Refs to keep or to take away; null when the label's values must be scanned. */
  readonly refs: Uint32Array | null;
  readonly keep: boolean;
};

/** Refs in ascending order: a fresh array. */
export function selectRefs(matchers: readonly CompiledMatcher[], source: SelectSource): Uint32Array {
  const steps: Step[] = [];
  for (const matcher of matchers) {
    const label = source.label(matcher.matcher.name);
    const keep = !matcher.matches('');
    if (label === undefined) {
      if (keep) return NONE.slice();
      continue;
    }
    const refs = keep ? keptRefs(matcher, label) : droppedRefs(matcher, label);
    if (keep && refs !== null && refs.length === 0) return NONE.slice();
    // A matcher that keeps all series, or drops none, needs no work.
    if (refs !== null && refs.length === (keep ? source.all().length : 0)) continue;
    steps.push({ matcher, label, refs, keep });
  }
  const kept = steps.filter((step) => step.keep && step.refs !== null);
  kept.sort((a, b) => (a.refs as Uint32Array).length - (b.refs as Uint32Array).length);
  let result: Uint32Array = (kept[0]?.refs ?? source.all()).slice();
  for (const { refs } of kept.slice(1)) result = intersectInPlace(result, refs as Uint32Array);
  for (const { refs, keep } of steps) if (!keep && refs !== null) result = subtractInPlace(result, refs);
  for (const step of steps) if (step.refs === null && result.length > 0) result = applyScan(result, step, source);
  return result.length === result.buffer.byteLength / 4 ? result : result.slice();
}

/** For a matcher that the empty value fails: the series it keeps, or null when that takes a scan. */
function keptRefs({ matcher, values }: CompiledMatcher, label: LabelIndex): Uint32Array | null {
  const positive = matcher.type === '=' || matcher.type === '=~';
  if (values !== null && positive) return refsOf(values, label);
  if (values !== null && values.size === 1) return label.all.view(); // != "", because '' fails
  return matcher.type === '=~' && matcher.value === '.+' ? label.all.view() : null;
}

/** For a matcher that the empty value satisfies: the series it drops, or null when that takes a scan. */
function droppedRefs({ matcher, values }: CompiledMatcher, label: LabelIndex): Uint32Array | null {
  const positive = matcher.type === '=' || matcher.type === '=~';
  if (values !== null && !positive) return refsOf(values, label);
  if (values !== null && values.size === 1) return label.all.view(); // = "", because '' satisfies
  if (matcher.type === '=~' && matcher.value === '.*') return NONE;
  return matcher.type === '!~' && matcher.value === '.+' ? label.all.view() : null;
}

function refsOf(values: ReadonlySet<string>, label: LabelIndex): Uint32Array {
  const lists: Uint32Array[] = [];
  for (const value of values) {
    const postings = label.get(value);
    if (postings !== undefined) lists.push(postings.view());
  }
  if (lists.length === 0) return NONE;
  return lists.length === 1 ? (lists[0] as Uint32Array) : uniteDisjoint(lists);
}

/** Asks each value of the label once, or each remaining series when those are fewer. */
function applyScan(result: Uint32Array, { matcher, label, keep }: Step, source: SelectSource): Uint32Array {
  if (result.length >= label.size) {
    const refs = source.scan(matcher, label, keep);
    return keep ? intersectInPlace(result, refs) : subtractInPlace(result, refs);
  }
  let kept = 0;
  for (let i = 0; i < result.length; i++) {
    const ref = result[i] as number;
    if (matcher.matches(labelValue(source.labels(ref), matcher.matcher.name))) result[kept++] = ref;
  }
  return result.subarray(0, kept);
}
