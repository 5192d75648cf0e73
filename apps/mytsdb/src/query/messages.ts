/** What the main thread and the query workers say to each other. */
import type { ApiLimits } from '@chimera/http-api-v1';
import type { EngineOptions } from '@chimera/promql-engine';
import type { ReaderHandle } from '@chimera/tsdb-head';
import type { QueryAnswer, QueryRequest } from './executor.ts';

/** What a worker is started with. */
export type WorkerSetup = {
  readonly reader: ReaderHandle;
  readonly engine: EngineOptions;
  readonly limits: ApiLimits;
  /** One word, not 0 when the present query is to end. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
};

/** One at a time: the next is sent after the answer. */
export type WorkerRequest = { readonly id: number; readonly request: QueryRequest };

export type WorkerAnswer = { readonly id: number; readonly answer: QueryAnswer; readonly elapsedMs: number };
