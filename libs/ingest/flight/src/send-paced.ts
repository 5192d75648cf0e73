/** Sends a stream of messages no faster than its client takes them. */
import type { ServerWritableStream } from '@grpc/grpc-js';
import { IngestError } from './ingest-error.ts';

/** Written and not yet taken by the transport, bytes: when there is more, the next message is not even made. */
const MAX_PENDING_BYTES = 256 * 1_024;

export type Pace = {
  /** Aborts when the client has gone. */
  readonly gone: AbortSignal;
  /** Longest time in which the client takes no further message, ms; without it a client may pause for ever. */
  readonly stallMs?: number | undefined;
  /** Told when a client was cut for it. */
  readonly onStall?: (() => void) | undefined;
};

/**
 * Resolves when everything was sent, or the client has gone. Rejects with what `messages` throws, and with IngestError
 * 'deadline_exceeded' for a client that stalls.
 */
export async function sendPaced(
  call: Pick<ServerWritableStream<Buffer, Buffer>, 'write' | 'end'>,
  messages: Iterable<Buffer> | AsyncIterable<Buffer>,
  { gone, stallMs, onStall }: Pace,
): Promise<void> {
  let pending = 0;
  let wake = (): void => {};
  gone.addEventListener('abort', () => wake(), { once: true });

  const untilAtMost = async (bytes: number): Promise<void> => {
    while (pending > bytes && !gone.aborted) {
      const before = pending;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      const timer = stallMs === undefined ? undefined : setTimeout(resolve, stallMs).unref();
      await promise;
      clearTimeout(timer);
      if (pending < before || gone.aborted) continue;
      onStall?.();
      throw new IngestError(
        'deadline_exceeded',
        `the client did not take the next part of the answer within ${stallMs} ms: read faster, or raise --write-timeout`,
      );
    }
  };

  for await (const message of messages) {
    pending += message.length;
    call.write(message, () => {
      pending -= message.length;
      wake();
    });
    await untilAtMost(MAX_PENDING_BYTES);
    if (gone.aborted) return;
  }
  await untilAtMost(0);
  if (!gone.aborted) call.end();
}
