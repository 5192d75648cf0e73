/** Both sides of the comparison with their data: one call runs a query on each and compares. */
import { createEngine } from '@chimera/promql-engine';
import { children, type Expr, type ParseOptions, parse, print } from '@chimera/promql-parser';
import { loadScript, type ScriptStorage } from '@chimera/promql-testkit';
import { createStorage } from '../promqltest/storage.ts';
import { type Case, type DataSet, loadText, type When } from './case.ts';
import { compare, type Difference } from './compare.ts';
import { engineOptions, type Feature } from './features.ts';
import { type Finding, type KnownDifference, knownDifference } from './known-differences.ts';
import { type Outcome, ourOutcome } from './outcome.ts';
import type { Reference } from './reference.ts';

export type Comparison = {
  readonly ours: Outcome;
  readonly reference: Outcome;
  readonly finding: Finding | null;
  readonly known: KnownDifference | null;
};

/** How often Prometheus is asked again before a difference counts. */
const REPEATS = 15;

const UNSTABLE: KnownDifference = {
  name: 'unstable-reference',
  reason:
    'Prometheus iterates over maps, so ties and orders change from run to run: asked again, it answers otherwise.',
  explains: () => true,
};

const OTHER_ERROR: KnownDifference = {
  name: 'another-error',
  reason: 'Of several errors of a query the first counts: streams meet them in another order than whole operands do.',
  explains: () => true,
};

export type Sides = {
  /** Loads the data where it is not the last one, and compares. */
  run(one: Case): Promise<Comparison>;
};

export function createSides(reference: Reference, features: readonly Feature[]): Sides {
  const options = engineOptions(features);
  const engine = createEngine(options);
  let storage: ScriptStorage = createStorage('head');
  let loaded: DataSet | null = null;

  async function load(data: DataSet): Promise<void> {
    if (data === loaded) return;
    loaded = null;
    await storage.close?.();
    storage = createStorage('head');
    loadScript(storage, loadText(data));
    await reference.load(data);
    loaded = data;
  }

  async function differenceOf(query: string, when: When): Promise<[Outcome, Outcome, Difference | null]> {
    const asked = reference.query(query, when);
    const ours = await ourOutcome(engine, storage, query, when);
    const theirs = await asked;
    return [ours, theirs, compare(ours, theirs, { ordered: when.stepMs === 0 && isSorted(query, options) })];
  }

  /** Asks Prometheus again: an answer that changes from run to run may be ours, and cannot be judged anyway. */
  async function unstable({ query, when }: Case, ours: Outcome, first: Outcome): Promise<KnownDifference | null> {
    const ordered = when.stepMs === 0 && isSorted(query, options);
    for (let i = 0; i < REPEATS; i++) {
      const again = await reference.query(query, when);
      if (compare(ours, again, { ordered }) === null || compare(first, again, { ordered }) !== null) return UNSTABLE;
    }
    return null;
  }

  /** Whether Prometheus gives our error for a part of the query or at one of its steps: of several the first counts. */
  async function ofAnotherPart(one: Case, ours: Outcome, theirs: Outcome): Promise<KnownDifference | null> {
    if (ours.kind !== 'error' || theirs.kind !== 'error') return null;
    const { startMs, endMs, stepMs } = one.when;
    for (const query of [...partsOf(one.query, options), one.query]) {
      for (let at = startMs; at <= endMs; at += stepMs) {
        const part = { ...one, query, when: stepMs === 0 ? one.when : { startMs: at, endMs: at, stepMs } };
        const answer = await reference.query(query, part.when);
        const difference = compare(ours, answer, { ordered: false });
        const found = difference === null ? null : { case: part, difference, ours, reference: answer };
        if (found === null || knownDifference(found) !== null) return OTHER_ERROR;
        if (stepMs === 0) break;
      }
    }
    return null;
  }

  return {
    run: async (one) => {
      await load(one.data);
      const [ours, theirs, difference] = await differenceOf(one.query, one.when);
      if (difference === null) return { ours, reference: theirs, finding: null, known: null };
      const finding = { case: one, difference, ours, reference: theirs };
      return {
        ours,
        reference: theirs,
        finding,
        known:
          knownDifference(finding) ?? (await unstable(one, ours, theirs)) ?? (await ofAnotherPart(one, ours, theirs)),
      };
    },
  };
}

/** The vectors and scalars inside of a query. */
function partsOf(query: string, options: ParseOptions): string[] {
  const parts: string[] = [];
  const visit = (expr: Expr): void => {
    for (const child of children(expr)) {
      if (child.kind !== 'string' && child.kind !== 'matrixSelector') parts.push(print(child));
      visit(child);
    }
  };
  visit(parse(query, options));
  return parts.filter((part) => part !== query);
}

/** Whether the outermost call orders the result. */
function isSorted(query: string, options: Parameters<typeof parse>[1]): boolean {
  try {
    let expr: Expr = parse(query, options);
    while (expr.kind === 'paren') expr = expr.inner;
    return expr.kind === 'call' && expr.func.startsWith('sort');
  } catch {
    return false;
  }
}
