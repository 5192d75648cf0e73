/** What a worker thread is given to read the head, and how it opens it. */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { HeadReader } from './head-reader.ts';
import { HeapView } from './heap-view.ts';

/** Send it through workerData or postMessage, with `port` in the transfer list. For one thread only. */
export type ReaderHandle = {
  readonly port: MessagePort;
  readonly segments: readonly SharedArrayBuffer[];
  /** The reader slot in the control area; used again when its reader is gone. */
  readonly slot: number;
  /** Tells this handle from earlier ones with the same slot. */
  readonly id: number;
};

/** How a new segment is announced on the port. */
export type SegmentMessage = { readonly segment: number; readonly buffer: SharedArrayBuffer };

/** Opens the head in the thread that received the handle. The port does not keep the thread alive. */
export function openReader(handle: ReaderHandle): HeadReader {
  const { port, segments, slot } = handle;
  const view = new HeapView((into) => {
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      const { segment, buffer } = next.message as SegmentMessage;
      into.addSegment(segment, buffer);
    }
  });
  segments.forEach((buffer, segment) => view.addSegment(segment, buffer));
  return new HeadReader(view, slot, () => port.close());
}
