/** Random valid queries, typed from the parser's tables of functions and aggregations and the data sets' vocabulary. */
import { AGGREGATIONS, FUNCTIONS, type FunctionSpec, type ValueType } from '@chimera/promql-parser';
import type { Random } from '@chimera/testing';
import { chance, choose, some } from './choose.ts';
import type { Feature } from './features.ts';
import { argumentsFor } from './generate-arguments.ts';
import { createSelectors, type Selectors } from './generate-selector.ts';
import { LABEL_NAMES } from './vocabulary.ts';

export type QueryGenerator = {
  /** An expression of any type. */
  query(): string;
  /** A scalar or an instant vector: what a range query takes. */
  plottable(): string;
};

/** What the parts of the generator share: one expression of a type, `depth` levels deep at most. */
export type Grammar = Selectors & {
  readonly random: Random;
  scalar(depth: number): string;
  vector(depth: number): string;
  matrix(depth: number): string;
};

export type GeneratorOptions = { readonly features: readonly Feature[]; readonly histograms: boolean };

const ARITHMETIC = ['+', '-', '*', '/', '%', '^', 'atan2'];
const COMPARISON = ['==', '!=', '>', '<', '>=', '<='];
const NUMBERS = ['0', '1', '2', '-1', '0.5', '3', '10', '100', '1e3', '0.1', 'NaN', 'Inf', '-Inf', '1e308', '-0'];

export function createQueryGenerator(random: Random, { features, histograms }: GeneratorOptions): QueryGenerator {
  const has = (feature: Feature): boolean => features.includes(feature);
  const allowed = <T extends { readonly experimental: boolean }>(specs: readonly T[]): T[] =>
    specs.filter(({ experimental }) => !experimental || has('promql-experimental-functions'));
  const functions = allowed(FUNCTIONS);
  const aggregations = allowed(Object.values(AGGREGATIONS));
  const returning = (type: ValueType): readonly FunctionSpec[] => functions.filter((f) => f.returnType === type);
  const vectorFunctions = returning('vector');
  const scalarFunctions = returning('scalar');
  const arithmetic = histograms ? [...ARITHMETIC, '</', '>/'] : ARITHMETIC;

  const grammar: Grammar = { ...createSelectors(random, { features, histograms }), random, scalar, vector, matrix };

  function vector(depth: number): string {
    if (depth <= 0) return grammar.vectorSelector();
    return choose(random, [
      [3, () => grammar.vectorSelector()],
      [6, () => aggregation(depth)],
      [7, () => call(random.pick(vectorFunctions), depth)],
      [3, () => binary(depth)],
      [1.5, () => vectorWithScalar(depth)],
      [1, () => setOperation(depth)],
      [0.5, () => `${random.pick(['-', '+'])}${operand(depth)}`],
      [0.3, () => `(${vector(depth - 1)})`],
    ]);
  }

  function scalar(depth: number): string {
    if (depth <= 0) return number();
    return choose(random, [
      [6, number],
      [1, () => call(random.pick(scalarFunctions), depth)],
      [0.7, () => `(${scalar(depth - 1)} ${random.pick(ARITHMETIC)} ${scalar(depth - 1)})`],
      [0.3, () => `(${scalar(depth - 1)} ${random.pick(COMPARISON)} bool ${scalar(depth - 1)})`],
      [0.2, () => `-${operandScalar(depth)}`],
    ]);
  }

  function matrix(depth: number): string {
    if (depth <= 0 || chance(random, 0.75)) return grammar.matrixSelector();
    return grammar.subqueryOf(`(${vector(depth - 1)})`);
  }

  function number(): string {
    return random.pick(NUMBERS);
  }

  function operand(depth: number): string {
    return `(${vector(depth - 1)})`;
  }

  function operandScalar(depth: number): string {
    return `(${scalar(depth - 1)})`;
  }

  function call(spec: FunctionSpec, depth: number): string {
    return `${spec.name}(${argumentsFor(spec, grammar, depth).join(', ')})`;
  }

  function aggregation(depth: number): string {
    const spec = random.pick(aggregations);
    const inner = vector(depth - 1);
    const param = parameter(spec.name, depth);
    const by = choose(random, [
      [3, () => ''],
      [4, () => ` by (${some(random, LABEL_NAMES, 3).join(', ')}) `],
      [2, () => ` without (${some(random, LABEL_NAMES, 3).join(', ')}) `],
    ]);
    return `${spec.name}${by}(${param === null ? '' : `${param}, `}${inner})`;
  }

  function parameter(operator: string, depth: number): string | null {
    switch (operator) {
      case 'topk':
      case 'bottomk':
      case 'limitk':
        return chance(random, 0.9) ? String(random.int(0, 5)) : scalar(depth - 1);
      case 'quantile':
      case 'limit_ratio':
        return chance(random, 0.8) ? random.pick(['0', '0.25', '0.5', '0.9', '1', '-0.5', '1.5']) : scalar(depth - 1);
      case 'count_values':
        return random.pick(['"value"', '"job"', '"instance"']);
      default:
        return null;
    }
  }

  function binary(depth: number): string {
    const comparison = chance(random, 0.35);
    const operator = random.pick(comparison ? COMPARISON : arithmetic);
    const bool = comparison && chance(random, 0.4) ? ' bool' : '';
    const fill = has('promql-binop-fill-modifiers') && chance(random, 0.25) ? fillModifier() : '';
    return `${dividend(operator, `(${vector(depth - 1)})`)} ${operator}${bool}${matching()}${fill} (${vector(depth - 1)})`;
  }

  /** Of great dividends the last bit decides everything. */
  function dividend(operator: string, operand: string): string {
    return operator === '%' ? `clamp(${operand}, -1000, 1000)` : operand;
  }

  function matching(): string {
    const names = some(random, LABEL_NAMES, 3);
    const labels = names.join(', ');
    // The same label may not be in both lists of `on`.
    const others = LABEL_NAMES.filter((name) => !names.includes(name));
    const include = some(random, others, 1).join(', ');
    return choose(random, [
      [3, () => ''],
      [3, () => ` on (${labels})`],
      [3, () => ` ignoring (${labels})`],
      [2, () => ` on (${labels}) group_left (${include})`],
      [1, () => ` on (${labels}) group_right (${include})`],
      [1, () => ` ignoring (${labels}) group_left (${include})`],
      [1, () => ` ignoring (${labels}) group_right ()`],
    ]);
  }

  function fillModifier(): string {
    const value = random.pick(['0', '1', '-1', 'NaN', '2.5']);
    const name = random.pick(['fill', 'fill_left', 'fill_right']);
    return ` ${name}(${value})${name === 'fill_left' && chance(random, 0.3) ? ' fill_right(7)' : ''}`;
  }

  function vectorWithScalar(depth: number): string {
    const comparison = chance(random, 0.4);
    const operator = random.pick(comparison ? COMPARISON : arithmetic);
    const bool = comparison && chance(random, 0.4) ? ' bool' : '';
    const sides = [operand(depth), scalar(depth - 1)] as const;
    if (chance(random, 0.3)) return `${sides[1]} ${operator}${bool} ${sides[0]}`;
    return `${dividend(operator, sides[0])} ${operator}${bool} ${sides[1]}`;
  }

  function setOperation(depth: number): string {
    const labels = some(random, LABEL_NAMES, 2).join(', ');
    const on = random.pick(['', ` on (${labels})`, ` ignoring (${labels})`]);
    return `${operand(depth)} ${random.pick(['and', 'or', 'unless'])}${on} ${operand(depth)}`;
  }

  const depth = (): number => random.pick([1, 1, 2, 2, 2, 3, 3, 4]);
  const plottable = (): string => (chance(random, 0.96) ? vector(depth()) : scalar(depth()));
  return {
    plottable,
    query: () => (chance(random, 0.04) ? matrix(depth()) : chance(random, 0.005) ? '"text"' : plottable()),
  };
}
