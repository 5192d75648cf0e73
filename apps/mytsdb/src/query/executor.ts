/** Who runs the API's query routes: worker threads in the server, the calling thread in tests. */
import type { ActiveQuery, ApiAnswer, ApiRequest } from '@chimera/http-api-v1';
import type { ColumnsAnswer } from './columns.ts';

/** With `columns`, a success is answered in columns, and without JSON. `requestId` is for the log. */
export type QueryRequest = ApiRequest & { readonly columns?: boolean; readonly requestId?: string };
export type QueryAnswer = ApiAnswer & { readonly columns?: ColumnsAnswer };

/** An accepted query. */
export type RunningQuery = {
  readonly answer: Promise<QueryAnswer>;
  /** The client has gone: the query ends soon with 499. May be called at any time. */
  cancel(): void;
};

export type QueryExecutor = {
  run(request: QueryRequest): RunningQuery;
  active(): readonly ActiveQuery[];
  /** Cancels the query of that id; false when there is none. */
  cancel(id: string): boolean;
  /** Lets running queries end, at most until `graceMs` have passed, then stops. */
  close(graceMs: number): Promise<void>;
};
