/** The stores that test scripts can run against. */
import type { ScriptStorage } from '@chimera/promql-testkit';
import { createHead } from '@chimera/tsdb-head';
import { createMemoryStorage } from '@chimera/tsdb-storage';

/** `head`: the store of the server; `memory`: the reference implementation of the contracts. */
export const STORAGE_KINDS = ['head', 'memory'] as const;

export type StorageKind = (typeof STORAGE_KINDS)[number];

export function isStorageKind(text: string): text is StorageKind {
  return (STORAGE_KINDS as readonly string[]).includes(text);
}

/** An empty store without limits on age. */
export function createStorage(kind: StorageKind): ScriptStorage {
  if (kind === 'memory') return createMemoryStorage();
  // Scripts start at the epoch, and may load a series backwards.
  const anyAge = Number.POSITIVE_INFINITY;
  return createHead({ now: () => 0, retentionMs: anyAge, futureToleranceMs: anyAge, outOfOrderWindowMs: anyAge });
}
