/** Starts the server, part by part, and takes it down again; what each part is made of stands in `wiring/`. */
import type { Clock } from '@chimera/testing';
import { createWriterTurns } from '@chimera/tsdb-storage';
import type { Logger } from 'pino';
import { openDataDir } from './data-dir.ts';
import { createTransit } from './http/transit.ts';
import type { Listener } from './listeners/listener.ts';
import { automaticTransitLimit } from './memory-limit.ts';
import { watchEventLoop } from './metrics/event-loop.ts';
import { createServerMetrics, type ServerMetrics } from './metrics/server-metrics.ts';
import type { ParsedOptions } from './options/parse-options.ts';
import { OPEN, type Protection } from './protection/protection.ts';
import type { WorkerPool } from './query/worker-pool.ts';
import { openReadyFile } from './ready-file.ts';
import { doors } from './wiring/doors.ts';
import { httpRoutes } from './wiring/http-routes.ts';
import { keepStore, openStore } from './wiring/open-store.ts';
import { openOtlp, openWriting } from './wiring/open-writing.ts';
import { startQueryPool, startReads } from './wiring/start-queries.ts';
import { workerFile } from './worker-files.ts';

export type RunningServer = {
  readonly listeners: readonly Listener[];
  /** Stops accepting, lets requests end, gives the lock back. Resolves within 9 s. */
  stop(): Promise<void>;
};

const QUERY_GRACE_MS = 6_000;
const LISTENER_GRACE_MS = 7_500;

/** Throws StartError with the next step when it cannot start. */
export async function startServer(parsed: ParsedOptions, log: Logger, clock: Clock): Promise<RunningServer> {
  const { options } = parsed;
  const startedMs = clock.now();
  const protection = await protectionOf(options['web.config.file']);
  const { startToken, release } = openDataDir(options.dataDir);
  // Done from the last to the first, when the server stops and when it cannot start.
  const undo: (() => unknown)[] = [release, protection.end];
  const listeners: Listener[] = [];
  const close = async (graceMs: number): Promise<void> => {
    await Promise.all(listeners.map((one) => one.close(graceMs)));
  };
  const takeDown = async (): Promise<void> => {
    for (const step of undo.reverse()) await step();
  };
  try {
    const readyFile = openReadyFile(options.readyFile, startToken);
    const { head, store, lifecycle } = openStore({ options, log, clock, readyFile });
    const eventLoop = watchEventLoop();
    undo.push(eventLoop.stop);
    const turns = createWriterTurns();
    const transit = createTransit(options.maxTransitBytes ?? automaticTransitLimit());
    const connections = new Map<string, () => number>();
    const metrics: ServerMetrics = createServerMetrics({
      store,
      lifecycle,
      eventLoop,
      queries: () => pool.counts(),
      connections: () => Object.fromEntries([...connections].map(([port, count]) => [port, count()])),
      waitingWrites: () => turns.waiting,
      transitBytes: () => transit.usedBytes,
      startedMs,
    });

    const pool: WorkerPool = startQueryPool({ options, log, head, metrics });
    undo.push(() => pool.close(0));
    undo.push(keepStore({ store, lifecycle }));
    const reads = startReads({ options, log, head, metrics });
    undo.push(reads.close);
    const writing = openWriting({ options, store, metrics, turns, transit });
    const otlp = openOtlp(options, store.appender);
    undo.push(otlp.json.end);

    const parts = { clock, startedMs, startToken, protection, store, lifecycle, pool, reads, writing, otlp };
    const routes = httpRoutes({ ...parsed, ...parts });
    for (const open of doors({ ...parts, options, log, routes, connections })) listeners.push(await open());
    lifecycle.serving();
    pool.warm();
    return {
      listeners,
      stop: async () => {
        lifecycle.draining();
        readyFile.remove();
        await Promise.all([pool.close(QUERY_GRACE_MS), close(LISTENER_GRACE_MS)]);
        await takeDown();
      },
    };
  } catch (error) {
    await close(0);
    await takeDown();
    throw error;
  }
}

/** YAML and bcrypt are loaded when they are needed: most servers stay open. */
async function protectionOf(file: string | null): Promise<Protection> {
  if (file === null) return OPEN;
  const { openProtection } = await import('./protection/open-protection.ts');
  return openProtection(file, workerFile('protection/bcrypt-worker'));
}
