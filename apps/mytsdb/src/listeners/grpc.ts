/** Binding and closing gRPC servers: what Flight and OTLP share. */
import { type Server, ServerCredentials } from '@grpc/grpc-js';
import { listenError } from './listen-error.ts';
import type { Listener } from './listener.ts';

/**
 * Requests are answered as they arrive; what is still open after this is a client that keeps its stream for what comes
 * next, and has an acknowledgement for all that it sent.
 */
const STREAM_GRACE_MS = 2_000;

/** Throws StartError when the port cannot be had. */
export async function listenGrpc(
  server: Server,
  name: string,
  { host, port }: { readonly host: string; readonly port: number },
  flag: string,
): Promise<Listener> {
  const target = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(target, ServerCredentials.createInsecure(), (cause, actual) => {
      if (cause === null) resolve(actual);
      else reject(listenError(name, host, port, flag, cause));
    });
  });
  return {
    name,
    port: bound,
    close: (graceMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.forceShutdown(), Math.min(graceMs, STREAM_GRACE_MS));
        server.tryShutdown(() => {
          clearTimeout(cut);
          resolve();
        });
      }),
  };
}
