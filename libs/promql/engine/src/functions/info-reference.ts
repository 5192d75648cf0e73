/** To which time the info series of `info(v)` refer: that of the selectors in `v`, if they all refer to the same one. */
import { children, type Expr, typeOf, type VectorSelector } from '@chimera/promql-parser';
import { durationMs } from '../duration.ts';
import type { EvalContext } from '../operator.ts';
import { referenceTimes } from '../time-shift.ts';

/** Unix ms, `offset` not yet taken off; `atMs` null: the evaluation time. */
export type InfoReference = { readonly atMs: number | null; readonly offsetMs: number };

const EVALUATION_TIME: InfoReference = { atMs: null, offsetMs: 0 };

/** The reference that all vectors in the expression share, otherwise the evaluation time. */
export function infoReference(expr: Expr, context: EvalContext): InfoReference {
  const references: InfoReference[] = [];
  const isFromSelectors = collect(expr, [], context, references);
  const [first] = references;
  const isShared = first !== undefined && isFromSelectors && references.every((other) => isSame(first, other));
  return isShared ? first : EVALUATION_TIME;
}

/** Adds the references of all selectors; false when some vector comes from none, as `vector(1)` does. */
function collect(expr: Expr, path: readonly Expr[], context: EvalContext, references: InfoReference[]): boolean {
  if (expr.kind === 'vectorSelector') {
    references.push(referenceOf(expr, path, context));
    return true;
  }
  // The second argument of info() looks like a selector but is not evaluated as one.
  const isInfo = expr.kind === 'call' && expr.func === 'info';
  const vectors = children(expr).filter((child, i) => isVector(child) && !(isInfo && i > 0));
  const inside = [...path, expr];
  return vectors.length > 0 && vectors.map((child) => collect(child, inside, context, references)).every(Boolean);
}

/** Offsets of the subqueries around a selector add up, until an `@` makes those further out irrelevant. */
function referenceOf(selector: VectorSelector, path: readonly Expr[], context: EvalContext): InfoReference {
  let atMs: number | null = null;
  let offsetMs = 0;
  for (const node of [selector, ...path.toReversed()]) {
    if (node.kind !== 'vectorSelector' && node.kind !== 'subquery') continue;
    if (node.offset !== null) offsetMs += durationMs(node.offset);
    if (node.at === null) continue;
    atMs = referenceTimes({ at: node.at, offset: null }, context).firstMs;
    break;
  }
  return { atMs, offsetMs };
}

function isVector(expr: Expr): boolean {
  const type = typeOf(expr);
  return type === 'vector' || type === 'matrix';
}

function isSame(a: InfoReference, b: InfoReference): boolean {
  if (a.atMs === null || b.atMs === null) return a.atMs === b.atMs && a.offsetMs === b.offsetMs;
  return a.atMs - a.offsetMs === b.atMs - b.offsetMs;
}
