/**
 * Which selectors need no buckets of native histograms: those whose counts and sums alone are asked for. Leaving the
 * buckets out shows (as in Prometheus): counter resets are then looked for between samples of the store, before anything
 * is computed from them.
 */
import { type Expr, type VectorSelector, walk } from '@chimera/promql-parser';

const NEEDS_STATS: ReadonlySet<string> = new Set(['histogram_count', 'histogram_sum', 'histogram_avg']);
const NEEDS_BUCKETS: ReadonlySet<string> = new Set(['histogram_quantile', 'histogram_quantiles', 'histogram_fraction']);

/** The selectors inside of `histogram_count` and its like, unless something around them looks at buckets. */
export function statsSelectors(expr: Expr): ReadonlySet<VectorSelector> {
  const found = new Set<VectorSelector>();
  walk(expr, (node, path) => {
    if (node.kind === 'vectorSelector' && needsStatsOnly(path)) found.add(node);
  });
  return found;
}

function needsStatsOnly(path: readonly Expr[]): boolean {
  let statsOnly = false;
  for (let i = path.length - 1; i >= 0; i--) {
    const parent = path[i] as Expr;
    if (parent.kind === 'subquery') return false;
    if (parent.kind === 'binary' && (parent.operator === '</' || parent.operator === '>/')) return false;
    if (parent.kind !== 'call') continue;
    if (NEEDS_BUCKETS.has(parent.func)) return false;
    if (NEEDS_STATS.has(parent.func)) statsOnly = true;
  }
  return statsOnly;
}
