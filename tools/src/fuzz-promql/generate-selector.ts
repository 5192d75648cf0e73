/** Random selectors, ranges and modifiers over the vocabulary. */
import type { Random } from '@chimera/testing';
import { chance, choose } from './choose.ts';
import { DATA_SPAN_MS } from './data-set.ts';
import type { GeneratorOptions } from './generate-query.ts';
import { type Family, FLOAT_FAMILIES, HISTOGRAM_FAMILIES, type Shape } from './vocabulary.ts';

export type Selectors = {
  /** Of these shapes where given, else of any metric. */
  vectorSelector(shapes?: readonly Shape[]): string;
  matrixSelector(shapes?: readonly Shape[]): string;
  /** A subquery over an instant vector in parentheses. */
  subqueryOf(inner: string): string;
};

const DURATIONS = ['15s', '30s', '45s', '1m', '90s', '2m', '5m', '10m', '30m', '1h', '7s', '1s', '61s', '100ms', '120'];
const STEPS = ['', '', '15s', '30s', '1m', '7s', '5m', '40s'];
const RANGE_EXPRESSIONS = [
  'step() * 4',
  '1m + 30s',
  'range() / 4',
  'max_of(step(), 1m)',
  'min_of(5m, range() + 1m)',
  '2 * 1m',
];
const SHIFT_EXPRESSIONS = ['(step())', '(1m - 30s)', '-(range() / 2)', '(-step() + 5s)', '(max_of(step(), 30s))'];

export function createSelectors(random: Random, { features, histograms }: GeneratorOptions): Selectors {
  const families = histograms ? [...FLOAT_FAMILIES, ...HISTOGRAM_FAMILIES, ...HISTOGRAM_FAMILIES] : FLOAT_FAMILIES;
  const names = families.map(({ name }) => name).filter((name) => /^\w+$/.test(name));
  const expressions = features.includes('promql-duration-expr');
  const extended = features.includes('promql-extended-range-selectors');

  function bare(shapes?: readonly Shape[]): string {
    const family = random.pick(
      shapes === undefined ? families : families.filter(({ shape }) => shapes.includes(shape)),
    );
    if (shapes === undefined && chance(random, 0.08)) {
      return `{__name__=~"${random.pick(names)}|${random.pick(names)}"${chance(random, 0.5) ? ',job="api"' : ''}}`;
    }
    const matchers = choose(random, [
      [5, () => []],
      [3, () => [matcher(family)]],
      [1, () => [matcher(family), matcher(family)]],
    ]);
    if (/^\w+$/.test(family.name)) return matchers.length === 0 ? family.name : `${family.name}{${matchers.join(',')}}`;
    return `{${[`"${family.name}"`, ...matchers].join(',')}}`;
  }

  function matcher(family: Family): string {
    const [name, values] = random.pick(Object.entries(family.labels));
    const label = /^\w+$/.test(name) ? name : `"${name}"`;
    const value = random.pick(values);
    return choose(random, [
      [4, () => `${label}="${value}"`],
      [1, () => `${label}!="${value}"`],
      [1, () => `${label}=~"${value.replace('+', '\\\\+')}|${random.pick(values).replace('+', '\\\\+')}"`],
      [0.5, () => `${label}!~".*${value.slice(-1)}"`],
      [0.5, () => `${label}=~".+"`],
      [0.2, () => `${label}=""`],
      [0.2, () => 'missing=""'],
    ]);
  }

  function modifiers(): string {
    const parts: string[] = [];
    if (chance(random, 0.15)) parts.push(` offset ${shift()}`);
    if (chance(random, 0.12))
      parts.push(` @ ${random.pick(['start()', 'end()', String(random.int(0, DATA_SPAN_MS) / 1000)])}`);
    return (chance(random, 0.5) ? parts : parts.reverse()).join('');
  }

  function shift(): string {
    if (expressions && chance(random, 0.2)) return random.pick(SHIFT_EXPRESSIONS);
    return `${chance(random, 0.25) ? '-' : ''}${random.pick(DURATIONS)}`;
  }

  function range(): string {
    return expressions && chance(random, 0.15) ? random.pick(RANGE_EXPRESSIONS) : random.pick(DURATIONS);
  }

  const extension = (): string => (extended && chance(random, 0.2) ? random.pick([' anchored', ' smoothed']) : '');

  return {
    vectorSelector: (shapes) => `${bare(shapes)}${extended && chance(random, 0.08) ? ' smoothed' : ''}${modifiers()}`,
    matrixSelector: (shapes) => `${bare(shapes)}[${range()}]${extension()}${modifiers()}`,
    subqueryOf: (inner) => `${inner}[${range()}:${random.pick(STEPS)}]${modifiers()}`,
  };
}
