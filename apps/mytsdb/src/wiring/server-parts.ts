/** What the ports and their routes are made of. */
import type { Clock } from '@chimera/testing';
import type { Lifecycle } from '../lifecycle.ts';
import type { Protection } from '../protection/protection.ts';
import type { WorkerPool } from '../query/worker-pool.ts';
import type { Store } from '../store.ts';
import type { OtlpParts, Writing } from './open-writing.ts';

export type ServerParts = {
  readonly clock: Clock;
  /** Unix ms. */
  readonly startedMs: number;
  readonly startToken: string;
  readonly protection: Protection;
  readonly store: Store;
  readonly lifecycle: Lifecycle;
  readonly pool: WorkerPool;
  readonly writing: Writing;
  readonly otlp: OtlpParts;
};
