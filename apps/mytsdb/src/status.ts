/** What `/api/v1/status/*` and `/api/v1/metadata` tell about this server. */
import { hostname } from 'node:os';
import type { StatusProvider } from '@chimera/http-api-v1';
import type { Clock } from '@chimera/testing';
import type { QueryExecutor } from './query/executor.ts';
import type { Store } from './store.ts';
import { PROMETHEUS_VERSION, VERSION } from './version.ts';

export type StatusOptions = {
  readonly store: Store;
  readonly clock: Clock;
  /** Unix ms. */
  readonly startedMs: number;
  readonly texts: ReadonlyMap<string, string>;
  readonly threads: number;
  readonly queries: Pick<QueryExecutor, 'active' | 'cancel'>;
};

export function createStatusProvider(options: StatusOptions): StatusProvider {
  const { store, clock, startedMs, texts, threads, queries } = options;
  const startTime = new Date(startedMs).toISOString();
  return {
    buildInfo: () => ({
      version: PROMETHEUS_VERSION,
      revision: `mytsdb-${VERSION}`,
      branch: 'main',
      buildUser: 'mytsdb',
      buildDate: '',
      goVersion: `node ${process.version}`,
    }),
    runtimeInfo: () => ({
      startTime,
      CWD: process.cwd(),
      hostname: hostname(),
      serverTime: new Date(clock.now()).toISOString(),
      reloadConfigSuccess: true,
      lastConfigTime: startTime,
      corruptionCount: 0,
      goroutineCount: 1 + threads,
      GOMAXPROCS: 1 + threads,
      GOMEMLIMIT: 0,
      GOGC: '',
      GODEBUG: '',
      storageRetention: texts.get('retention') ?? '',
    }),
    flags: () => texts,
    // There is no configuration file: a Prometheus without scrape jobs says the same.
    configYaml: () => 'global: {}\n',
    metadata: () => store.metadata(),
    activeQueries: () => queries.active(),
    cancelQuery: (id) => queries.cancel(id),
    queryExemplars: (matcherSets, range) => store.exemplars.queryExemplars(matcherSets, range),
  };
}
