/** PromQL evaluation over any Queryable. */
export { createEngine, type Engine } from './engine.ts';
export { DEFAULT_ENGINE_OPTIONS, type EngineOptions, type QueryControl } from './options.ts';
export { QueryError, type QueryErrorType } from './query-error.ts';
export type { MatrixSeries, QueryResult, QueryValue, VectorSample } from './result.ts';
