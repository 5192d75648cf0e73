/** A Flight server that answers queries as a test says, and a client of raw messages. */
import type { QueryValue } from '@chimera/promql-engine';
import { createMemoryStorage } from '@chimera/tsdb-storage';
import { Client, type ClientReadableStream, credentials, ServerCredentials } from '@grpc/grpc-js';
import { type ResultColumns, shapeOf, withBatches } from '../columns/index.ts';
import { FLIGHT_SERVICE } from '../definition.ts';
import type { ListCriteria } from '../list-flights.ts';
import { encodeDescriptor } from '../messages.ts';
import type { FlightQueryParams } from '../query/query-params.ts';
import { createFlightServer } from '../service.ts';

/** What the server is to answer, and what it saw. */
export type Script = {
  run: (params: FlightQueryParams, signal: AbortSignal) => Promise<QueryValue>;
  names: readonly (readonly string[])[];
  readonly asked: FlightQueryParams[];
  readonly listed: ListCriteria[];
  /** Bytes of results that wait. */
  held: number;
};

export type QueryServer = {
  readonly script: Script;
  readonly client: Client;
  open(method: 'doGet' | 'listFlights', request: Buffer): ClientReadableStream<Buffer>;
  stream(method: 'doGet' | 'listFlights', request: Buffer): Promise<Buffer[]>;
  unary(method: 'getFlightInfo' | 'getSchema', command: string): Promise<Buffer>;
  close(): void;
};

export async function startQueryServer(): Promise<QueryServer> {
  const script: Script = {
    run: () => Promise.resolve({ type: 'matrix', grid: null, series: [] }),
    names: [],
    asked: [],
    listed: [],
    held: 0,
  };
  const server = createFlightServer({
    appender: createMemoryStorage(),
    onPut: () => ({ batch: () => {}, end: () => {} }),
    actions: {},
    totalSamples: () => 0,
    runQuery: async (params, part, signal) => {
      script.asked.push(params);
      const value = await script.run(params, signal);
      const shape = shapeOf(value, { warnings: [], infos: [] }) as ResultColumns;
      return part === 'shape' ? shape : withBatches(shape, value, () => {});
    },
    holdResult: (bytes) => {
      script.held += bytes;
      let left = bytes;
      return () => {
        script.held -= left;
        left = 0;
      };
    },
    listMetrics: async function* (criteria) {
      script.listed.push(criteria);
      yield* script.names;
    },
    issueToken: (authorization) => (authorization.startsWith('Basic ') ? 'secret' : null),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.max_receive_message_length': 1e9,
  });
  const open = (method: 'doGet' | 'listFlights', request: Buffer): ClientReadableStream<Buffer> => {
    const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE[method];
    return client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request);
  };
  return {
    script,
    client,
    open,
    stream: (method, request) =>
      new Promise((resolve, reject) => {
        const messages: Buffer[] = [];
        const call = open(method, request);
        call.on('data', (message: Buffer) => messages.push(message));
        call.on('error', reject);
        call.on('end', () => resolve(messages));
      }),
    unary: (method, command) => {
      const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE[method];
      const request = Buffer.from(encodeDescriptor({ kind: 'command', command: Buffer.from(command) }));
      return new Promise((resolve, reject) => {
        client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) =>
          error === null ? resolve(answer as Buffer) : reject(error),
        );
      });
    },
    close: () => {
      client.close();
      server.forceShutdown();
    },
  };
}
