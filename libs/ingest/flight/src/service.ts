/** The Flight service: methods wired to a gRPC server. */
import {
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
import { decodeAction, decodeDescriptor, encodeActionType, encodeFlightInfo, encodeSingleBytes } from './messages.ts';

/** One action of DoAction: JSON (or nothing) in, JSON out. May throw IngestError. */
export type FlightAction = {
  readonly description: string;
  readonly run: (body: unknown) => object | Promise<object>;
};

export type FlightServiceOptions = DoPutOptions & {
  readonly actions: Readonly<Record<string, FlightAction>>;
  /** Samples in the store, for GetFlightInfo. */
  readonly totalSamples: () => number;
};

/** Largest message, bytes: a bulk client may send a whole table as one batch. */
export const DEFAULT_MAX_MESSAGE_BYTES = 268_435_456;

/** A gRPC server for Flight: large messages, large receive windows. Not bound yet. */
export function createFlightServer(options: FlightServiceOptions, maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES): Server {
  const serverOptions: ServerOptions = {
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
  };
  const server = new Server(serverOptions);
  raiseFlowControlWindow(server);
  addFlightService(server, options);
  return server;
}

export function addFlightService(server: Server, options: FlightServiceOptions): void {
  const schema = encapsulatedSchema(LONG_SCHEMA);
  server.addService(FLIGHT_SERVICE, {
    handshake: (call: ServerDuplexStream<Buffer, Buffer>) => {
      call.on('data', () => {});
      call.on('end', () => call.end());
    },
    listFlights: (call: ServerWritableStream<Buffer, Buffer>) => call.end(),
    getFlightInfo: unary((request) => {
      const descriptor = decodeDescriptor(request);
      if (descriptor.kind !== 'path') {
        throw new IngestError(
          'unimplemented',
          'GetFlightInfo of a query is not supported yet: query over HTTP at /api/v1/query_range',
        );
      }
      return encodeFlightInfo(schema, descriptor, options.totalSamples());
    }),
    getSchema: unary(() => encodeSingleBytes(schema)),
    doGet: refuse('DoGet is not supported yet: query over HTTP at /api/v1/query_range'),
    doExchange: refuse('DoExchange is not supported: write with DoPut, query over HTTP'),
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

function unary(handle: (request: Buffer) => Buffer) {
  return (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>): void => {
    try {
      callback(null, handle(call.request));
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

async function runAction(call: ServerWritableStream<Buffer, Buffer>, { actions }: FlightServiceOptions): Promise<void> {
  try {
    const { type, body } = decodeAction(call.request);
    const action = Object.hasOwn(actions, type) ? actions[type] : undefined;
    if (action === undefined) {
      throw new IngestError('invalid_argument', `unknown action '${type}'; known: ${Object.keys(actions).join(', ')}`);
    }
    const result = await action.run(parseBody(type, body));
    call.write(encodeSingleBytes(Buffer.from(JSON.stringify(result))));
    call.end();
  } catch (thrown) {
    call.emit('error', grpcStatus(thrown));
  }
}

function parseBody(type: string, body: Uint8Array): unknown {
  if (body.length === 0) return null;
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new IngestError('invalid_argument', `the body of action '${type}' is not JSON`, { cause });
  }
}
