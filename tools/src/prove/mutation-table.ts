/** Small changes that make the engine wrong; the PromQL test scripts must notice each. */

export type Mutation = {
  /** Path from the repository's root. */
  readonly file: string;
  /** Text that occurs exactly once in the file. */
  readonly from: string;
  readonly to: string;
  /** Which rule is broken. */
  readonly why: string;
};

const ENGINE = 'libs/promql/engine/src';

export const MUTATIONS: readonly Mutation[] = [
  {
    why: 'rate: a window is extrapolated up to one and a half intervals, instead of 1.1',
    file: `${ENGINE}/range-functions/rate.ts`,
    from: 'const threshold = average * 1.1;',
    to: 'const threshold = average * 1.5;',
  },
  {
    why: 'counter reset: a value that stays the same is taken for one',
    file: `${ENGINE}/range-functions/reset-sums.ts`,
    from: 'while (next < count && !((values[next] as number) < (values[next - 1] as number))) next++;',
    to: 'while (next < count && !((values[next] as number) <= (values[next - 1] as number))) next++;',
  },
  {
    why: 'lookback: a sample as old as the lookback still counts',
    file: `${ENGINE}/operators/vector-selector.ts`,
    from: 'const lookbackMs = options.lookbackDeltaMs;',
    to: 'const lookbackMs = options.lookbackDeltaMs + 1;',
  },
  {
    why: 'staleness: stale markers stay in range vectors',
    file: `${ENGINE}/operators/stale-samples.ts`,
    from: 'if (stale[i] === 1) continue;',
    to: 'if (stale[i] === 2) continue;',
  },
  {
    why: 'topk: the order of the answer is turned round',
    file: `${ENGINE}/operators/step-heaps.ts`,
    from: 'return x === y ? 0 : (x < y ? 1 : -1) * this.#sign;',
    to: 'return x === y ? 0 : (x < y ? -1 : 1) * this.#sign;',
  },
  {
    why: 'histogram_quantile: no interpolation inside of a bucket',
    file: `${ENGINE}/functions/bucket-quantile.ts`,
    from: 'return start + (end - start) * ((rank - before) / ((counts[at] as number) - before));',
    to: 'return end;',
  },
  {
    why: 'native histograms: quantiles from 0.5 on are counted from the wrong end',
    file: 'libs/tsdb/model/src/histogram/quantile.ts',
    from: 'let rank = (fromBelow ? q : 1 - q) * total;',
    to: 'let rank = q * total;',
  },
  {
    why: 'custom buckets: the first one begins at minus infinity, not at 0',
    file: 'libs/tsdb/model/src/histogram/quantile.ts',
    from: 'if (upper <= 0) return upper;',
    to: 'if (upper > 0) return upper;',
  },
  {
    why: 'set operators: `unless` keeps what it should drop',
    file: `${ENGINE}/operators/binary-sets.ts`,
    from: 'if (filter.hasMatches(index)) filter.dropMatched(index, out.present);',
    to: 'if (filter.hasMatches(index)) filter.keepMatched(index, out.present);',
  },
  {
    why: 'comparison with bool: the value passes instead of 0 or 1',
    file: `${ENGINE}/operators/binary-vector-scalar.ts`,
    from: 'if (returnBool) values.set(mask);',
    to: '',
  },
  {
    why: 'step-invariant: what looks at the evaluation time is evaluated once, like all that is fixed by `@`',
    file: `${ENGINE}/step-invariant.ts`,
    from: '(!TIME_DEPENDENT.has(expr.func) || isOfPinnedSample(expr)) && ',
    to: '',
  },
  {
    why: 'subquery: steps are counted from the start of the window, instead of being multiples of the step',
    file: `${ENGINE}/operators/range-source.ts`,
    from: 'const startMs = (Math.floor((times.firstMs - rangeMs) / stepMs) + 1) * stepMs;',
    to: 'const startMs = times.firstMs - rangeMs + stepMs;',
  },
  {
    why: 'matrices: series are not sorted by their labels',
    file: `${ENGINE}/assemble.ts`,
    from: '  series.sort((a, b) => compareLabels(a.labels, b.labels));\n  return',
    to: '  return',
  },
  {
    why: 'offset: into the future instead of the past',
    file: `${ENGINE}/time-shift.ts`,
    from: 'firstMs: (atMs ?? grid.startMs) - offsetMs,',
    to: 'firstMs: (atMs ?? grid.startMs) + offsetMs,',
  },
  {
    why: 'annotations: positions are one column off',
    file: `${ENGINE}/annotations.ts`,
    from: 'return `${text} (${line}:${column})`;',
    to: 'return `${text} (${line}:${column + 1})`;',
  },
];
