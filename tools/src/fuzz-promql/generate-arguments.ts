/** Random arguments of functions: by type, and for some functions such that they mean something. */
import type { FunctionSpec } from '@chimera/promql-parser';
import { chance, some } from './choose.ts';
import type { Grammar } from './generate-query.ts';

const PHI = ['0', '0.1', '0.5', '0.9', '0.99', '1', '-1', '2', 'NaN'];
const LABELS = ['"job"', '"instance"', '"code"', '"le"', '"new"', '"__name__"', '"missing"'];
const PATTERNS = ['"(.*)"', '"(a|b)(.*)"', '"a.*"', '""', '"(?P<first>.)(.*)"', '"api"'];
const REPLACEMENTS = ['"$1"', '"x-$1"', '"${first}y"', '""', '"$2$1"', '"fixed"'];

export function argumentsFor(spec: FunctionSpec, grammar: Grammar, depth: number): string[] {
  return SPECIAL[spec.name]?.(grammar, depth) ?? byType(spec, grammar, depth);
}

type Make = (grammar: Grammar, depth: number) => string[];

const SPECIAL: Readonly<Record<string, Make>> = {
  label_replace: (g, depth) => [
    g.vector(depth - 1),
    ...[LABELS, REPLACEMENTS, LABELS, PATTERNS].map((list) => g.random.pick(list)),
  ],
  label_join: (g, depth) => [
    g.vector(depth - 1),
    g.random.pick(LABELS),
    g.random.pick(['"-"', '""']),
    ...some(g.random, LABELS, 3),
  ],
  sort_by_label: (g, depth) => [g.vector(depth - 1), ...labelsOf(g)],
  sort_by_label_desc: (g, depth) => [g.vector(depth - 1), ...labelsOf(g)],
  histogram_quantile: (g, depth) => [phi(g, depth), buckets(g, depth)],
  histogram_fraction: (g, depth) => [
    g.random.pick(['-Inf', '0', '0.2']),
    g.random.pick(['0.5', '1', 'Inf', '0']),
    buckets(g, depth),
  ],
  histogram_quantiles: (g, depth) => [
    buckets(g, depth),
    g.random.pick(['"quantile"', '"job"']),
    // Different ones: equal ones give equal labels, which Prometheus lets pass in the middle of an instant query.
    ...['0.5', ...some(g.random, ['0', '0.1', '0.9', '-1', 'NaN'], 2)],
  ],
  quantile_over_time: (g, depth) => [phi(g, depth), g.matrix(depth - 1)],
  double_exponential_smoothing: (g, depth) => [
    g.matrix(depth - 1),
    ...[0, 1].map(() => (chance(g.random, 0.9) ? g.random.pick(['0.1', '0.5', '0.9']) : g.scalar(depth - 1))),
  ],
  ...Object.fromEntries(['sin', 'cos', 'tan'].map((name) => [name, angle])),
  round: (g, depth) => [
    g.vector(depth - 1),
    ...(chance(g.random, 0.5) ? [g.random.pick(['0.1', '5', '-2', '0', '1e-3'])] : []),
  ],
  predict_linear: (g, depth) => [
    g.matrix(depth - 1),
    chance(g.random, 0.8) ? g.random.pick(['60', '-60', '3600']) : g.scalar(depth - 1),
  ],
  info: (g, depth) => [
    g.vector(depth - 1),
    ...(chance(g.random, 0.5)
      ? [g.random.pick(['{region=~".+"}', '{__name__="target_info"}', '{__name__=~".*_info"}', '{version="1.0"}'])]
      : []),
  ],
};

/** Small: of great angles the last bit of the argument decides everything. */
function angle(g: Grammar, depth: number): string[] {
  return [`clamp(${g.vector(depth - 1)}, -100, 100)`];
}

function phi(g: Grammar, depth: number): string {
  return chance(g.random, 0.9) ? g.random.pick(PHI) : g.scalar(depth - 1);
}

/** Mostly something with `le`, whole or summed. */
function buckets(g: Grammar, depth: number): string {
  if (chance(g.random, 0.2)) return g.vector(depth - 1);
  const shapes = ['buckets'] as const;
  const inner = chance(g.random, 0.5) ? g.vectorSelector(shapes) : `rate(${g.matrixSelector(shapes)})`;
  return chance(g.random, 0.5) ? inner : `sum by (le${g.random.pick(['', ', job'])}) (${inner})`;
}

function labelsOf(g: Grammar): string[] {
  return [g.random.pick(LABELS), ...some(g.random, LABELS, 2)];
}

function byType({ argTypes, variadic }: FunctionSpec, grammar: Grammar, depth: number): string[] {
  const types = variadic === 1 && chance(grammar.random, 0.5) ? argTypes.slice(0, -1) : argTypes;
  return types.map((type) => {
    switch (type) {
      case 'scalar':
        return grammar.scalar(depth - 1);
      case 'matrix':
        return grammar.matrix(depth - 1);
      case 'string':
        return '"text"';
      default:
        return grammar.vector(depth - 1);
    }
  });
}
