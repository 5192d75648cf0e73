/** The store and its life: the head with the options' limits, its upkeep, and the states that seeding takes the server through. */
import type { Clock } from '@chimera/testing';
import { createHead, type Head } from '@chimera/tsdb-head';
import type { Logger } from 'pino';
import { collectGarbage } from '../collect-garbage.ts';
import { headStore } from '../head-store.ts';
import { createLifecycle, type Lifecycle } from '../lifecycle.ts';
import { automaticMemoryLimit } from '../memory-limit.ts';
import type { Options } from '../options/flags.ts';
import type { ReadyFile } from '../ready-file.ts';
import type { Store } from '../store.ts';

export type StoreParts = {
  /** For threads that read it. */
  readonly head: Head;
  readonly store: Store;
  readonly lifecycle: Lifecycle;
};

export type StoreOptions = {
  readonly options: Options;
  readonly log: Logger;
  readonly clock: Clock;
  readonly readyFile: ReadyFile;
};

/** Long enough that the seeder has closed its stream. */
const COLLECT_AFTER_MS = 500;
const MAINTENANCE_MS = 5_000;
const TICK_MS = 1_000;

export function openStore({ options, log, clock, readyFile }: StoreOptions): StoreParts {
  const head = createHead({
    now: () => clock.now(),
    retentionMs: options.retention,
    maxMemoryBytes: options.maxMemory ?? automaticMemoryLimit(),
    maxSeries: options.maxSeries,
    outOfOrderWindowMs: options.outOfOrderWindow,
    futureToleranceMs: options.futureTolerance,
    maxLabels: options.maxLabels,
    maxLabelNameBytes: options.maxLabelNameBytes,
    maxLabelValueBytes: options.maxLabelValueBytes,
    maxExemplars: options.maxExemplars,
  });
  const store = headStore(head);
  const lifecycle = createLifecycle({
    expectSeed: options.expectSeed,
    clock,
    clear: () => store.clear(),
    onChange: ({ state, reason }) => {
      log.info({ state, reason }, 'state');
      if (state === 'ready') {
        readyFile.write();
        if (options.expectSeed) setTimeout(collectGarbage, COLLECT_AFTER_MS).unref();
      } else {
        readyFile.remove();
      }
    },
  });
  return { head, store, lifecycle };
}

/** Drops what is too old and looks for silent seeders, every few seconds; the function that is returned ends that. */
export function keepStore({ store, lifecycle }: Pick<StoreParts, 'store' | 'lifecycle'>): () => void {
  const maintenance = setInterval(() => store.maintain(), MAINTENANCE_MS).unref();
  const ticking = setInterval(() => lifecycle.tick(), TICK_MS).unref();
  return () => {
    clearInterval(maintenance);
    clearInterval(ticking);
  };
}
