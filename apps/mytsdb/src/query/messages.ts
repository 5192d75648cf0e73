/** What the main thread and the query workers say to each other. */
import type { ApiAnswer, ApiLimits, ApiRequest } from '@chimera/http-api-v1';
import type { EngineOptions } from '@chimera/promql-engine';
import type { ReaderHandle } from '@chimera/tsdb-head';

/** What a worker is started with. */
export type WorkerSetup = {
  readonly reader: ReaderHandle;
  readonly engine: EngineOptions;
  readonly limits: ApiLimits;
  /** One word, not 0 when the present query is to end. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
};

/** One at a time: the next is sent after the answer. */
export type WorkerRequest = { readonly id: number; readonly request: ApiRequest };

export type WorkerAnswer = { readonly id: number; readonly answer: ApiAnswer; readonly elapsedMs: number };
