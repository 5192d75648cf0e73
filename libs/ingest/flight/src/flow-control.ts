/**
 * How much a gRPC server takes in at once: larger HTTP/2 receive windows, fewer messages of a call. grpc-js reads `grpc-node.flow_control_window` in clients only
 * (grpc-node#3058); with Node's default of 64 KiB a bulk stream reaches a third of its speed.
 */
import type { Http2Server, ServerHttp2Session, ServerOptions } from 'node:http2';
import { invariant } from '@chimera/errors';
import type { Server, ServerDuplexStream } from '@grpc/grpc-js';

export const FLOW_CONTROL_WINDOW = 4 * 1_024 * 1_024;

type Internals = {
  commonServerOptions?: ServerOptions;
  createHttp2Server?: (...args: unknown[]) => Http2Server;
};

/** Call before the server binds. `windowBytes` counts per stream and per connection. */
export function raiseFlowControlWindow(server: Server, windowBytes = FLOW_CONTROL_WINDOW): void {
  const internals = server as unknown as Internals;
  const { commonServerOptions, createHttp2Server } = internals;
  invariant(
    commonServerOptions !== undefined && createHttp2Server !== undefined,
    'BUG: grpc-js changed inside; flow-control.ts no longer finds its HTTP/2 settings',
  );
  commonServerOptions.settings = { ...commonServerOptions.settings, initialWindowSize: windowBytes };
  internals.createHttp2Server = (...args) => {
    const http2Server = createHttp2Server.apply(server, args);
    http2Server.on('session', (session: ServerHttp2Session) => session.setLocalWindowSize(windowBytes));
    return http2Server;
  };
}

/** Keeps one message of a call in memory while another is worked on; as object streams, calls keep sixteen. */
export function readOneAhead(call: ServerDuplexStream<unknown, unknown>): void {
  const { _readableState: state } = call as unknown as { _readableState?: { highWaterMark?: number } };
  invariant(state?.highWaterMark !== undefined, 'BUG: Node changed inside; a stream has no high-water mark to lower');
  state.highWaterMark = 1;
}
