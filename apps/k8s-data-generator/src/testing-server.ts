/** A Flight server for tests: the real service over the reference storage, with a start token that changes. */
import { createFlightServer } from '@chimera/ingest-flight';
import { createMemoryStorage, type MemoryStorage } from '@chimera/tsdb-storage';
import { type Server, ServerCredentials } from '@grpc/grpc-js';

export type TestServer = {
  readonly port: number;
  readonly storage: MemoryStorage;
  /** Names of the actions that were asked for, in order, without `health`. */
  readonly actions: readonly string[];
  /** First-frame metadata of the puts. */
  readonly puts: readonly unknown[];
  stop(): void;
};

export type TestServerOptions = {
  readonly port?: number;
  readonly startToken?: string;
  readonly maxMemoryBytes?: number;
  /** Breaks off so many puts after their first batch. */
  readonly breakPuts?: number;
};

/** Starts unready, as `mytsdb --expect-seed` does. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { startToken = 'token-1', maxMemoryBytes } = options;
  const storage = createMemoryStorage();
  const actions: string[] = [];
  const puts: unknown[] = [];
  let state = 'seeding';
  let toBreak = options.breakPuts ?? 0;
  const noted = (name: string, run: () => object) => ({
    description: name,
    run: () => {
      actions.push(name);
      return run();
    },
  });
  const server = createFlightServer({
    appender: storage,
    onPut: ({ metadata }) => {
      puts.push(metadata);
      const isBroken = toBreak-- > 0;
      return {
        batch: () => {
          if (isBroken) throw new Error('the disk is on fire');
        },
        end: () => {},
      };
    },
    totalSamples: () => 0,
    actions: {
      health: { description: 'health', run: () => ({ state, start_token: startToken }) },
      stats: noted('stats', () => ({ series: 12, samples: 0, memory_bytes: 0, max_memory_bytes: maxMemoryBytes })),
      seed_complete: noted('seed_complete', () => {
        state = 'ready';
        return {};
      }),
    },
  });
  const port = await bound(server, options.port ?? 0);
  return { port, storage, actions, puts, stop: () => server.forceShutdown() };
}

function bound(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, actual) =>
      error === null ? resolve(actual) : reject(error),
    );
  });
}
