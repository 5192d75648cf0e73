/** A small Flight client: what the data generator and the tests need. */
import {
  Client,
  type ClientDuplexStream,
  credentials,
  InterceptingCall,
  type Interceptor,
  type ServiceError,
} from '@grpc/grpc-js';
import type { RecordBatch } from 'apache-arrow';
import { BatchDecoder } from './batch-decoder.ts';
import { FLIGHT_SERVICE } from './definition.ts';
import { FLOW_CONTROL_WINDOW } from './flow-control.ts';
import { FrameEncoder } from './frames.ts';
import {
  decodeFlightData,
  decodeSingleBytes,
  encodeAction,
  encodeFlightData,
  encodeSingleBytes,
  type FlightDescriptor,
} from './messages.ts';
import type { FlightQueryParams } from './query/query-params.ts';
import { DEFAULT_MAX_MESSAGE_BYTES } from './service.ts';

/** What the server answered to one batch. */
export type PutAck = {
  readonly request_id: number | string | null;
  readonly accepted?: number;
  readonly rejected?: number;
  readonly reasons?: Readonly<Record<string, number>>;
  readonly error?: string;
  readonly layout?: string;
};

export type FlightPut = {
  /** Sends a batch; resolves when the transport wants more. Rejects when the stream failed. */
  send(batch: RecordBatch): Promise<void>;
  /** Ends the stream; resolves when the server acknowledged everything. Rejects with the server's error. */
  finish(): Promise<void>;
  /** Breaks the stream off. */
  cancel(): void;
};

export type FlightClient = {
  /** Resolves when the server is reachable; rejects after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
  /** Opens a DoPut stream. `metadata` goes with the first frame, as JSON. */
  put(descriptor: FlightDescriptor, onAck: (ack: PutAck) => void, metadata?: object): FlightPut;
  /** Runs an action; resolves to its JSON result. */
  action<T>(type: string, body?: object): Promise<T>;
  /** Runs a query; resolves to its result's batches: one row per sample. */
  query(params: FlightQueryParams): Promise<RecordBatch[]>;
  close(): void;
};

export type FlightClientOptions = {
  /** PEM of the authorities that the server's certificate is checked with. Default: plain text. */
  readonly tlsAuthorities?: Buffer | undefined;
  /** Goes with every call. */
  readonly bearerToken?: string | undefined;
};

/** `target` is host:port. Throws an Error when the authorities are no certificates. */
export function createFlightClient(target: string, options: FlightClientOptions = {}): FlightClient {
  const { tlsAuthorities, bearerToken } = options;
  const channel = tlsAuthorities === undefined ? credentials.createInsecure() : credentials.createSsl(tlsAuthorities);
  const client = new Client(target, channel, {
    interceptors: bearerToken === undefined ? [] : [authorized(`Bearer ${bearerToken}`)],
    'grpc.max_send_message_length': DEFAULT_MAX_MESSAGE_BYTES,
    'grpc.max_receive_message_length': DEFAULT_MAX_MESSAGE_BYTES,
    'grpc-node.flow_control_window': FLOW_CONTROL_WINDOW,
    // A server that comes back is found within two seconds; the default backs off to two minutes.
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 2000,
  });
  return {
    ready: (timeoutMs) =>
      new Promise((resolve, reject) => {
        client.waitForReady(Date.now() + timeoutMs, (error) => (error ? reject(error) : resolve()));
      }),
    put: (descriptor, onAck, metadata) => {
      const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.doPut;
      return openPut(
        client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize),
        descriptor,
        onAck,
        metadata,
      );
    },
    action: (type, body) =>
      new Promise((resolve, reject) => {
        const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.doAction;
        const bytes = body === undefined ? new Uint8Array(0) : Buffer.from(JSON.stringify(body));
        const call = client.makeServerStreamRequest(
          path,
          requestSerialize,
          responseDeserialize,
          encodeAction({ type, body: bytes }),
        );
        let result: unknown = null;
        call.on('data', (message: Buffer) => {
          result = JSON.parse(new TextDecoder().decode(decodeSingleBytes(message)));
        });
        call.on('error', reject);
        call.on('end', () => resolve(result as never));
      }),
    query: (params) =>
      new Promise((resolve, reject) => {
        const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.doGet;
        const ticket = encodeSingleBytes(Buffer.from(JSON.stringify(params)));
        const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, ticket);
        const batches: RecordBatch[] = [];
        let decoder: BatchDecoder | null = null;
        call.on('data', (message: Buffer) => {
          const { header, body } = decodeFlightData(message);
          if (decoder === null) decoder = new BatchDecoder(header);
          else {
            const batch = decoder.decode(header, body);
            if (batch !== null) batches.push(batch);
          }
        });
        call.on('error', reject);
        call.on('end', () => resolve(batches));
      }),
    close: () => client.close(),
  };
}

/** grpc-js' own call credentials refuse a channel without TLS, which is what runs behind a proxy that has it. */
function authorized(authorization: string): Interceptor {
  return (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      start: (metadata, listener, next) => {
        metadata.set('authorization', authorization);
        next(metadata, listener);
      },
    });
}

function openPut(
  call: ClientDuplexStream<Buffer, Buffer>,
  descriptor: FlightDescriptor,
  onAck: (ack: PutAck) => void,
  metadata: object | undefined,
): FlightPut {
  const encoder = new FrameEncoder();
  let first = true;
  let requestId = 0;
  let failure: ServiceError | null = null;
  const finished = new Promise<void>((resolve, reject) => {
    call.on('data', (message: Buffer) =>
      onAck(JSON.parse(new TextDecoder().decode(decodeSingleBytes(message))) as PutAck),
    );
    call.on('error', (error: ServiceError) => {
      failure = error;
      call.emit('drain');
      reject(error);
    });
    call.on('end', () => resolve());
  });
  finished.catch(() => {});
  const write = (frame: Buffer): Promise<void> => {
    if (failure !== null) return Promise.reject(failure);
    if (call.write(frame)) return Promise.resolve();
    return new Promise((resolve, reject) => call.once('drain', () => (failure === null ? resolve() : reject(failure))));
  };
  return {
    send: async (batch) => {
      const frames = encoder.encode(batch);
      requestId++;
      for (const [i, { header, body }] of frames.entries()) {
        // The id rides on the last frame, which is the batch; schema and dictionaries go before it.
        const appMetadata = first ? (metadata ?? {}) : i === frames.length - 1 ? { request_id: requestId } : {};
        await write(
          encodeFlightData(first ? descriptor : null, header, body, Buffer.from(JSON.stringify(appMetadata))),
        );
        first = false;
      }
    },
    finish: () => {
      call.end();
      return finished;
    },
    cancel: () => call.cancel(),
  };
}
