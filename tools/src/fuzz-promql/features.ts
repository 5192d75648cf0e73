/** The features that the fuzzer can switch on, under Prometheus' names, and what they are to the engine. */
import { DEFAULT_ENGINE_OPTIONS, type EngineOptions } from '@chimera/promql-engine';

const OPTION_OF = {
  'promql-binop-fill-modifiers': 'binopFillModifiers',
  'promql-delayed-name-removal': 'delayedNameRemoval',
  'promql-duration-expr': 'durationExpressions',
  'promql-experimental-functions': 'experimentalFunctions',
  'promql-extended-range-selectors': 'extendedRangeSelectors',
  'type-and-unit-labels': 'typeAndUnitLabels',
} as const satisfies Readonly<Record<string, keyof EngineOptions>>;

export type Feature = keyof typeof OPTION_OF;

/** All, sorted. */
export const FEATURES = Object.keys(OPTION_OF) as Feature[];

/** Reads `all`, `none` or names with commas. Throws an Error that lists the names. */
export function parseFeatures(text: string): readonly Feature[] {
  if (text === 'all') return FEATURES;
  const names = text === 'none' ? [] : text.split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !Object.hasOwn(OPTION_OF, name));
  if (unknown.length > 0) {
    throw new Error(`--features takes all, none, or some of ${FEATURES.join(', ')}; got '${unknown.join(', ')}'.`);
  }
  return FEATURES.filter((name) => names.includes(name));
}

/** The server's options with exactly these features. */
export function engineOptions(features: readonly Feature[]): EngineOptions {
  const options: Record<string, boolean> = {};
  for (const feature of FEATURES) options[OPTION_OF[feature]] = features.includes(feature);
  return { ...DEFAULT_ENGINE_OPTIONS, ...options };
}
