/** The Flight service: methods wired to a gRPC server. */
import {
  Metadata,
  Server,
  type ServerDuplexStream,
  type ServerOptions,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { Field, Float64, Schema, TimestampMillisecond, Utf8 } from 'apache-arrow';
import { FLIGHT_SERVICE } from './definition.ts';
import { type DoPutOptions, doPut } from './do-put.ts';
import { raiseFlowControlWindow } from './flow-control.ts';
import { encapsulatedSchema } from './frames.ts';
import { grpcStatus } from './grpc-status.ts';
import { IngestError } from './ingest-error.ts';
import { type JsonLimit, limitJson } from './limit-json.ts';
import { type ListMetrics, listFlights } from './list-flights.ts';
import { decodeAction, decodeDescriptor, encodeActionType, encodeFlightInfo, encodeSingleBytes } from './messages.ts';
import { type DoGetOptions, doGet, noQueries } from './query/do-get.ts';
import { parseQueryParams } from './query/query-params.ts';
import { ResultTable } from './query/result-table.ts';

/** One action of DoAction: JSON (or nothing) in, JSON out. May throw IngestError. */
export type FlightAction = {
  readonly description: string;
  readonly run: (body: unknown) => object | Promise<object>;
};

/** What a DoGet takes is for GetFlightInfo and GetSchema of a query, too, and its pace for ListFlights. */
export type FlightServiceOptions = DoPutOptions &
  DoGetOptions & {
    readonly actions: Readonly<Record<string, FlightAction>>;
    /** Samples in the store, for GetFlightInfo. */
    readonly totalSamples: () => number;
    /** For ListFlights, which is empty without it. */
    readonly listMetrics?: ListMetrics;
    /** A bearer token for a call that was let in with these credentials, for Handshake; null: none is given. */
    readonly issueToken?: (authorization: string) => string | null;
  };

/** Largest message, bytes: a bulk client may send a whole table as one batch. */
export const DEFAULT_MAX_MESSAGE_BYTES = 268_435_456;

/** A gRPC server for Flight: large messages, large receive windows. Not bound yet. */
export function createFlightServer(options: FlightServiceOptions, maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES): Server {
  const serverOptions: ServerOptions = {
    'grpc.max_receive_message_length': maxMessageBytes,
    // Answers are bounded by whoever makes them: a result by its bytes, of which one dictionary may be most.
    'grpc.max_send_message_length': -1,
  };
  const server = new Server(serverOptions);
  raiseFlowControlWindow(server);
  addFlightService(server, options);
  return server;
}

export function addFlightService(server: Server, options: FlightServiceOptions): void {
  const schema = encapsulatedSchema(LONG_SCHEMA);
  server.addService(FLIGHT_SERVICE, {
    handshake: (call: ServerDuplexStream<Buffer, Buffer>) => handshake(call, options),
    listFlights: (call: ServerWritableStream<Buffer, Buffer>) => void listFlights(call, schema, options),
    getFlightInfo: unary(async (request, signal) => {
      const descriptor = decodeDescriptor(request);
      if (descriptor.kind !== 'command') return encodeFlightInfo(schema, descriptor, { rows: options.totalSamples() });
      const table = await tableOf(descriptor.command, options, signal);
      return encodeFlightInfo(encapsulatedSchema(table.schema), descriptor, table, descriptor.command);
    }),
    getSchema: unary(async (request, signal) => {
      const descriptor = decodeDescriptor(request);
      if (descriptor.kind !== 'command') return encodeSingleBytes(schema);
      return encodeSingleBytes(encapsulatedSchema((await tableOf(descriptor.command, options, signal)).schema));
    }),
    doGet: (call: ServerWritableStream<Buffer, Buffer>) => void doGet(call, options),
    doExchange: refuse('DoExchange is not supported: write with DoPut, query with DoGet'),
    doPut: (call: ServerDuplexStream<Buffer, Buffer>) => doPut(call, options),
    doAction: (call: ServerWritableStream<Buffer, Buffer>) => void runAction(call, options),
    listActions: (call: ServerWritableStream<Buffer, Buffer>) => {
      for (const [name, { description }] of Object.entries(options.actions))
        call.write(encodeActionType(name, description));
      call.end();
    },
  });
}

/** The schema of the long layout: what GetFlightInfo tells a client to send. */
const LONG_SCHEMA = new Schema([
  new Field('timestamp', new TimestampMillisecond(), false),
  new Field('__name__', new Utf8(), false),
  new Field('value', new Float64(), false),
]);

/** A query's result without its rows: its columns depend on the labels, so the query runs. */
async function tableOf(command: Uint8Array, options: FlightServiceOptions, signal: AbortSignal): Promise<ResultTable> {
  const { runQuery = noQueries } = options;
  return new ResultTable(await runQuery(parseQueryParams(command, options), 'shape', signal));
}

/** Basic credentials for a bearer token, as pyarrow's authenticate_basic_token wants it; else nothing happens. */
function handshake(call: ServerDuplexStream<Buffer, Buffer>, { issueToken }: FlightServiceOptions): void {
  const [authorization] = call.metadata.get('authorization');
  const token = authorization === undefined ? null : (issueToken?.(String(authorization)) ?? null);
  if (token !== null) {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    call.sendMetadata(metadata);
  }
  call.on('data', () => {});
  call.on('end', () => call.end());
}

function unary(handle: (request: Buffer, signal: AbortSignal) => Promise<Buffer>) {
  return async (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>): Promise<void> => {
    const gone = new AbortController();
    call.on('cancelled', () => gone.abort());
    try {
      callback(null, await handle(call.request, gone.signal));
    } catch (thrown) {
      callback(grpcStatus(thrown));
    }
  };
}

function refuse(message: string) {
  return (call: { emit(event: 'error', error: object): unknown }): void => {
    call.emit('error', grpcStatus(new IngestError('unimplemented', message)));
  };
}

async function runAction(call: ServerWritableStream<Buffer, Buffer>, options: FlightServiceOptions): Promise<void> {
  const { actions } = options;
  try {
    const { type, body } = decodeAction(call.request);
    const action = Object.hasOwn(actions, type) ? actions[type] : undefined;
    if (action === undefined) {
      throw new IngestError('invalid_argument', `unknown action '${type}'; known: ${Object.keys(actions).join(', ')}`);
    }
    const result = await action.run(parseBody(type, body, options));
    call.write(encodeSingleBytes(Buffer.from(JSON.stringify(result))));
    call.end();
  } catch (thrown) {
    call.emit('error', grpcStatus(thrown));
  }
}

function parseBody(type: string, body: Uint8Array, limit: JsonLimit): unknown {
  if (body.length === 0) return null;
  limitJson(body, `the body of action '${type}'`, limit);
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new IngestError('invalid_argument', `the body of action '${type}' is not JSON`, { cause });
  }
}
