/** What the routes that do not read the shared store ask of the server. */
import type { MetricMetadata } from '@chimera/tsdb-model';
import type { ExemplarQueryable } from '@chimera/tsdb-storage';

/** As Prometheus' status/buildinfo; clients read `version` to choose features. */
export type BuildInfo = {
  readonly version: string;
  readonly revision: string;
  readonly branch: string;
  readonly buildUser: string;
  readonly buildDate: string;
  readonly goVersion: string;
};

/** As Prometheus' status/runtimeinfo, in its order. */
export type RuntimeInfo = {
  readonly startTime: string;
  readonly CWD: string;
  readonly hostname: string;
  readonly serverTime: string;
  readonly reloadConfigSuccess: boolean;
  readonly lastConfigTime: string;
  readonly corruptionCount: number;
  readonly goroutineCount: number;
  readonly GOMAXPROCS: number;
  readonly GOMEMLIMIT: number;
  readonly GOGC: string;
  readonly GODEBUG: string;
  readonly storageRetention: string;
};

/** Figures of the head that only the writer knows; times Unix ms. */
export type HeadSnapshot = { readonly chunkCount: number; readonly minTimeMs: number; readonly maxTimeMs: number };

/** A query that is running or waits to. */
export type ActiveQuery = {
  readonly id: string;
  readonly path: string;
  readonly query: string;
  readonly state: 'queued' | 'running';
  /** Since it came in, milliseconds. */
  readonly ageMs: number;
};

export type StatusProvider = ExemplarQueryable & {
  buildInfo(): BuildInfo;
  runtimeInfo(): RuntimeInfo;
  /** Flag names (without dashes) to values as text; secrets left out. */
  flags(): ReadonlyMap<string, string>;
  /** The effective configuration as YAML. */
  configYaml(): string;
  metadata(): ReadonlyMap<string, MetricMetadata>;
  activeQueries(): readonly ActiveQuery[];
  /** False when there is none of that id. */
  cancelQuery(id: string): boolean;
};
