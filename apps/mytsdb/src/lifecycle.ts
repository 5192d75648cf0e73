/**
 * The server's life: starting, seeding (when a seed is expected), ready, draining. The HTTP API is behind it; ingestion
 * and health are not, so that seeding never waits for the gate that it opens.
 */
import { setMaxListeners } from 'node:events';
import type { Clock } from '@chimera/testing';

export type LifecycleState = 'starting' | 'seeding' | 'ready' | 'draining';

export type LifecycleStatus = {
  readonly state: LifecycleState;
  /** 0 to 100 while a seed runs and its size is known; null otherwise. */
  readonly percent: number | null;
  /** Why it is not ready, for people; '' when it is. */
  readonly reason: string;
  /** When the present state began, Unix ms. */
  readonly sinceMs: number;
  /** Samples that the present seed has brought. */
  readonly seededSamples: number;
};

export type Lifecycle = {
  status(): LifecycleStatus;
  /** The listeners are open. */
  serving(): void;
  /**
   * A stream of a seeder began; `expectedSamples` of the whole seed, null when it does not say. Clears what a failed
   * seeder left behind.
   */
  seedBegun(expectedSamples: number | null): SeedStream;
  seedCompleted(): void;
  /** Looks for a seeder that fell silent; called every second. */
  tick(): void;
  /** Everything was cleared by an administrator: with an expected seed, unready until seeded again. */
  cleared(): void;
  draining(): void;
  /** Aborts when it begins to drain. */
  readonly stopping: AbortSignal;
};

/** One stream of the present seed; a seeder may use several. */
export type SeedStream = {
  progress(samples: number): void;
  /** null when it ended well; else why not, and the seed has failed. */
  ended(error: string | null): void;
};

export type LifecycleOptions = {
  readonly expectSeed: boolean;
  readonly clock: Clock;
  /** Empties the store. */
  readonly clear: () => void;
  /** Told of each change of state. */
  readonly onChange: (status: LifecycleStatus) => void;
};

/**
 * How long a seeder may have no stream open before it counts as gone: shortly when samples that it announced are
 * missing (a client that breaks off looks like one that ends), longer when it may only have to say that it is done.
 */
const MISSING_SILENCE_MS = 5_000;
const SILENCE_MS = 30_000;

const WAITING = 'waiting for a seeder: nobody has begun to seed yet';

export function createLifecycle({ expectSeed, clock, clear, onChange }: LifecycleOptions): Lifecycle {
  const stop = new AbortController();
  // One for each open stream, however many.
  setMaxListeners(0, stop.signal);
  let state: LifecycleState = 'starting';
  let reason = 'starting';
  let sinceMs = clock.now();
  let expected: number | null = null;
  let seeded = 0;
  let halfSeeded = false;
  let seedRunning = false;
  let seedNumber = 0;
  let openStreams = 0;
  let lastHeardMs = 0;

  const percent = (): number | null =>
    state === 'seeding' && seedRunning && expected !== null && expected > 0
      ? Math.min(100, Math.floor((100 * seeded) / expected))
      : null;
  const status = (): LifecycleStatus => ({
    state,
    percent: percent(),
    reason: state === 'seeding' && seedRunning ? seedingReason(seeded, percent()) : reason,
    sinceMs,
    seededSamples: seeded,
  });
  const change = (next: LifecycleState, why: string): void => {
    reason = why;
    if (next !== state) sinceMs = clock.now();
    state = next;
    onChange(status());
  };

  const fail = (why: string): void => {
    if (state !== 'seeding' || !seedRunning) return;
    seedRunning = false;
    seedNumber++;
    change('seeding', `the seeder went away after ${seeded} samples (${why}); the next one starts over`);
  };

  return {
    status,
    serving: () => {
      if (state !== 'starting') return;
      if (expectSeed) change('seeding', WAITING);
      else change('ready', '');
    },
    seedBegun: (expectedSamples) => {
      if (state === 'seeding' && !seedRunning) {
        if (halfSeeded) clear();
        halfSeeded = true;
        seedRunning = true;
        expected = null;
        seeded = 0;
        openStreams = 0;
        seedNumber++;
      }
      const mine = seedNumber;
      expected = expectedSamples ?? expected;
      openStreams++;
      lastHeardMs = clock.now();
      onChange(status());
      return {
        progress: (samples) => {
          if (mine !== seedNumber) return;
          seeded += samples;
          lastHeardMs = clock.now();
        },
        ended: (error) => {
          if (mine !== seedNumber) return;
          openStreams--;
          if (error !== null) fail(error);
        },
      };
    },
    seedCompleted: () => {
      seedRunning = false;
      halfSeeded = false;
      if (state === 'starting' || state === 'seeding') change('ready', '');
    },
    tick: () => {
      const allowedMs = expected !== null && seeded < expected ? MISSING_SILENCE_MS : SILENCE_MS;
      if (seedRunning && openStreams === 0 && clock.now() - lastHeardMs >= allowedMs) {
        fail(`nothing came for ${allowedMs / 1000} s`);
      }
    },
    cleared: () => {
      halfSeeded = false;
      if (expectSeed && state === 'ready') change('seeding', 'cleared by an administrator; waiting for a seeder');
    },
    draining: () => {
      change('draining', 'the server is stopping');
      stop.abort();
    },
    stopping: stop.signal,
  };
}

function seedingReason(samples: number, percent: number | null): string {
  return `seeding: ${samples} samples${percent === null ? '' : `, ${percent} %`}`;
}
