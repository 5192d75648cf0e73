/** Who runs the API's query routes: worker threads in the server, the calling thread in tests. */
import type { ActiveQuery, ApiAnswer, ApiRequest } from '@chimera/http-api-v1';
import type { ResultColumns } from '@chimera/ingest-flight/columns';
import type { AnswerForm } from './columns.ts';

/** With a form, a success is answered in it instead of the HTTP API's JSON. `requestId` is for the log. */
export type QueryRequest = ApiRequest & { readonly form?: AnswerForm; readonly requestId?: string };
export type QueryAnswer = ApiAnswer & { readonly columns?: ResultColumns };

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
