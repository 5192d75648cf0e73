/** The engine's options, of the server's. Duration expressions are always on: their feature has no effect any more. */
import type { EngineOptions } from '@chimera/promql-engine';
import type { Options } from './flags.ts';

export function engineOptions(defaults: EngineOptions, options: Options): EngineOptions {
  const { enableFeature: on } = options;
  return {
    ...defaults,
    lookbackDeltaMs: options.queryLookbackDelta,
    maxSamples: options.queryMaxSamples,
    timeoutMs: options.queryTimeout,
    experimentalFunctions: on.has('promql-experimental-functions'),
    delayedNameRemoval: on.has('promql-delayed-name-removal'),
    extendedRangeSelectors: on.has('promql-extended-range-selectors'),
    binopFillModifiers: on.has('promql-binop-fill-modifiers'),
    typeAndUnitLabels: on.has('type-and-unit-labels'),
    startTimestamps: on.has('use-start-timestamps'),
  };
}
