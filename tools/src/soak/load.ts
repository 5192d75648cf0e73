/** The good clients of the soak: they ask for the dashboard's 24 hours, without pause. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RANGE_QUERIES } from '../bench/queries.ts';
import type { BenchServer } from '../bench/server.ts';
import { Latencies } from './latencies.ts';

export type Load = {
  readonly queries: Latencies;
  /** Resolves when every loop has ended. */
  stop(): Promise<void>;
};

const DAY_MS = 86_400_000;

/** `endMs`: the end of the seeded day. */
export function startLoad(server: BenchServer, clients: number, endMs: number): Load {
  const state = { stopped: false };
  const queries = new Latencies();
  const loops = Array.from({ length: clients }, (_, i) => queryLoop(server, queries, endMs, i, state));
  return {
    queries,
    stop: async () => {
      state.stopped = true;
      await Promise.all(loops);
    },
  };
}

/** One client: the dashboard's queries in turn, beginning with the `first`. */
async function queryLoop(
  server: BenchServer,
  latencies: Latencies,
  endMs: number,
  first: number,
  state: { stopped: boolean },
): Promise<void> {
  for (let i = first; !state.stopped; i++) {
    const { query } = RANGE_QUERIES[i % RANGE_QUERIES.length] ?? { query: 'up' };
    try {
      const path = `/api/v1/query_range?query=${encodeURIComponent(query)}&start=${(endMs - DAY_MS) / 1_000}&end=${endMs / 1_000}&step=60`;
      latencies.add((await server.request('GET', path)).ms);
    } catch {
      if (server.ending) return;
      latencies.failures++;
      await sleep(100);
    }
  }
}
