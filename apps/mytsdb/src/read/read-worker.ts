/**
 * The thread of remote read and federation: many requests at once, each at its client's pace, so that one that does not
 * read holds nobody up.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '@chimera/errors';
import { createFederationHandler } from '@chimera/http-federation';
import { createRemoteReadHandler } from '@chimera/http-remote-read';
import { openReader } from '@chimera/tsdb-head';
import { lowerThreadPriority } from '../query/lower-priority.ts';
import { type FromReader, PARTS_AHEAD, type ReadRequest, type ReadSetup, type ToReader } from './messages.ts';

lowerThreadPriority();

/** Frames are gathered into parts of so many bytes: each part costs the main thread a message. */
const PART_BYTES = 256 * 1_024;

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly limit: string | null;
  readonly body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
};

/** Parts that may be sent now, and who waits for the next permission. */
type Pace = { permits: number; left: boolean; wake: (() => void) | null };

const { reader, remoteRead, federation, lookbackMs } = workerData as ReadSetup;
const queryable = openReader(reader);
const handleRead = createRemoteReadHandler({ queryable, limits: remoteRead });
const handleFederation = createFederationHandler({ queryable, lookbackMs, limits: federation, now: () => Date.now() });
const paces = new Map<number, Pace>();

parentPort?.on('message', (message: ToReader) => {
  if (message.type === 'begin') {
    void serve(message.id, message.read);
    return;
  }
  const pace = paces.get(message.id);
  if (pace === undefined) return;
  if (message.type === 'take') pace.permits++;
  else pace.left = true;
  pace.wake?.();
});

async function serve(id: number, read: ReadRequest): Promise<void> {
  const pace: Pace = { permits: PARTS_AHEAD, left: false, wake: null };
  paces.set(id, pace);
  try {
    const { status, headers, limit, body } = await answer(read);
    say({ type: 'head', id, status, headers, limit });
    for await (const bytes of parts(body)) {
      while (pace.permits === 0 && !pace.left) await new Promise<void>((resolve) => (pace.wake = resolve));
      if (pace.left) break;
      pace.permits--;
      say({ type: 'part', id, bytes }, bytes.buffer);
    }
    say({ type: 'end', id });
  } catch (error) {
    say({ type: 'failed', id, message: messageOf(error) });
  } finally {
    paces.delete(id);
  }
}

async function answer(read: ReadRequest): Promise<Answer> {
  if (read.kind === 'federate') {
    const { status, headers, limit, chunks } = await handleFederation(read.request);
    return { status, headers, limit, body: chunks };
  }
  const { status, headers, limit, body } = await handleRead(read.request);
  return { status, headers, limit, body: body instanceof Uint8Array ? [body] : body };
}

/** The same bytes in parts of about the same size, in memory of their own. */
async function* parts(body: Answer['body']): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  const take = (): Uint8Array<ArrayBuffer> => {
    const part = new Uint8Array(size);
    let at = 0;
    for (const bytes of waiting) {
      part.set(bytes, at);
      at += bytes.length;
    }
    waiting = [];
    size = 0;
    return part;
  };
  for await (const bytes of body) {
    for (let at = 0; at < bytes.length; at += PART_BYTES) {
      const piece = bytes.subarray(at, at + PART_BYTES);
      waiting.push(piece);
      size += piece.length;
      if (size >= PART_BYTES) yield take();
    }
  }
  if (size > 0) yield take();
}

function say(message: FromReader, ...transfer: ArrayBuffer[]): void {
  parentPort?.postMessage(message, transfer);
}
