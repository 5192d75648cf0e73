/** The engine's two entry points. */
import type { Expr } from '@chimera/promql-parser';
import type { Queryable, StepGrid } from '@chimera/tsdb-storage';
import type { EngineOptions, QueryControl } from './options.ts';
import { QueryError } from './query-error.ts';
import type { QueryResult } from './result.ts';

export type Engine = {
  /** Parses (ParseError becomes QueryError 'bad_data') and type-checks with the engine's features. */
  parse(query: string): Expr;
  /** Evaluates at one time, Unix ms. Throws QueryError. */
  instant(
    queryable: Queryable,
    query: string | Expr,
    timeMs: number,
    control: QueryControl,
    overrides?: Partial<EngineOptions>,
  ): Promise<QueryResult>;
  /** Evaluates on a grid. The expression must be a scalar or an instant vector. Throws QueryError. */
  range(
    queryable: Queryable,
    query: string | Expr,
    grid: StepGrid,
    control: QueryControl,
    overrides?: Partial<EngineOptions>,
  ): Promise<QueryResult>;
};

export function createEngine(_options: EngineOptions): Engine {
  throw new QueryError('internal', 'the engine is not built yet');
}
