/** What a route of the API is: one file each under `routes/`, one line each in the table. */
import type { Engine } from '@chimera/promql-engine';
import type { Queryable } from '@chimera/tsdb-storage';
import type { ApiLimits } from './api-limits.ts';
import type { ChunkWriter } from './json/chunk-writer.ts';

import type { Remarks } from './json/write-envelope.ts';
import type { LabelCounts } from './label-counts.ts';
import type { Form } from './params/form.ts';
import type { HeadSnapshot, StatusProvider } from './status-provider.ts';

export type Method = 'GET' | 'POST';

/** A request as a route sees it. */
export type RouteRequest = {
  readonly form: Form;
  /** The variable part of the path (`label/<name>/values`), decoded; '' elsewhere. */
  readonly name: string;
  /** True when the client has gone. */
  isCancelled(): boolean;
  /** The head's figures when the request came in. */
  readonly head: HeadSnapshot;
};

/** What routes that read samples or labels work with. */
export type QueryDependencies = {
  readonly engine: Engine;
  readonly queryable: Queryable;
  /** Of a store whose index knows them, at most `limit` entries per list; without it all series are looked at. */
  readonly labelCounts?: (limit: number) => LabelCounts;
  readonly limits: ApiLimits;
  /** Unix ms. */
  now(): number;
};

/** Writes the `data` of the answer; throws for an error. */
export type QueryHandler = (request: RouteRequest, deps: QueryDependencies, out: ChunkWriter) => Promise<Remarks>;
export type StatusHandler = (request: RouteRequest, status: StatusProvider, out: ChunkWriter) => Remarks | 'no_content';

type RouteBase = { readonly path: string; readonly methods: readonly Method[] };

/** `query`: reads the store, may take long, belongs in a worker. `status`: answers from what the main thread knows. */
export type Route =
  | (RouteBase & { readonly runs: 'query'; readonly handle: QueryHandler })
  | (RouteBase & { readonly runs: 'status'; readonly handle: StatusHandler });
