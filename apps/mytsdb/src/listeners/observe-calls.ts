/** What all gRPC ports do with each call: an id, which the client is told, and a report of how it ended. */
import { Metadata, type ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';
import type { RequestIds } from '../request-ids.ts';

export type EndedCall = {
  readonly requestId: string;
  /** The path: service and method. */
  readonly method: string;
  /** gRPC's name of the status; CANCELLED also when the client left without one. */
  readonly code: string;
  /** The status' message. */
  readonly details: string;
  readonly seconds: number;
  readonly client: string;
  /** The limit that ended it, as in `mytsdb_limit_passed_total`, or null. */
  readonly limit: 'message_bytes' | 'read_timeout' | null;
};

const REQUEST_ID = 'x-request-id';
/** What grpc-js says of a message over its limit. */
const MESSAGE_TOO_LARGE = /message larger than max|Received message that/i;
const HINT = ': send smaller messages, or raise --max-message-bytes';

/** One message and no more is read of these, and it has so long to come. */
function lateMessage(timeoutMs: number): string {
  return `the request did not arrive within ${timeoutMs} ms: send it faster, or raise --read-timeout`;
}

/** Sees every status, also the one with which grpc-js itself refuses a message. */
export function observeCalls(
  ids: RequestIds,
  readTimeoutMs: number,
  onEnd: (call: EndedCall) => void,
): ServerInterceptor {
  return ({ path: method, requestStream }, call) => {
    const started = performance.now();
    const { start, sendStatus } = call;
    let requestId: string | null = null;
    let ended = false;
    let late: NodeJS.Timeout | undefined;
    let timedOut = false;
    const end = (code: status, details: string): void => {
      if (ended) return;
      ended = true;
      clearTimeout(late);
      const seconds = (performance.now() - started) / 1000;
      const tooLarge = code === status.RESOURCE_EXHAUSTED && MESSAGE_TOO_LARGE.test(details);
      const limit = tooLarge ? 'message_bytes' : timedOut ? 'read_timeout' : null;
      requestId ??= ids(null);
      const name = status[code] ?? 'UNKNOWN';
      onEnd({ requestId, method, code: name, details, seconds, client: call.getPeer(), limit });
    };
    call.start = (listener) => {
      const { onReceiveMetadata, onReceiveMessage, onCancel } = listener;
      if (!requestStream) {
        late = setTimeout(() => {
          timedOut = true;
          call.sendStatus({ code: status.DEADLINE_EXCEEDED, details: lateMessage(readTimeoutMs) });
        }, readTimeoutMs).unref();
        listener.onReceiveMessage = (message) => {
          clearTimeout(late);
          onReceiveMessage.call(listener, message);
        };
      }
      listener.onReceiveMetadata = (metadata) => {
        requestId = ids(metadata.get(REQUEST_ID)[0]);
        onReceiveMetadata.call(listener, metadata);
      };
      // Told at the end of every call; without a status before it the client has gone.
      listener.onCancel = () => {
        end(status.CANCELLED, 'the client has gone');
        onCancel.call(listener);
      };
      start.call(call, listener);
    };
    call.sendStatus = (sent) => {
      const code = sent.code ?? status.UNKNOWN;
      const details = sent.details ?? '';
      end(code, details);
      const metadata = sent.metadata ?? new Metadata();
      metadata.set(REQUEST_ID, requestId ?? '');
      const hint = code === status.RESOURCE_EXHAUSTED && MESSAGE_TOO_LARGE.test(details) ? HINT : '';
      sendStatus.call(call, { ...sent, details: details + hint, metadata });
    };
    // The type asks for the wrapping class, grpc-js for its interface only: no wrapper, no cost per message.
    return call as ServerInterceptingCall;
  };
}
