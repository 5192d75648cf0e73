/** What the main thread and the reading thread say to each other: requests out, answers back in parts that are asked for. */
import type { FederationLimits, FederationRequest } from '@chimera/http-federation';
import type { RemoteReadLimits, RemoteReadRequest } from '@chimera/http-remote-read';
import type { ReaderHandle } from '@chimera/tsdb-head';

/** What the thread is started with. */
export type ReadSetup = {
  readonly reader: ReaderHandle;
  readonly remoteRead: Partial<RemoteReadLimits>;
  readonly federation: Partial<FederationLimits>;
  readonly lookbackMs: number;
};

export type ReadRequest =
  | { readonly kind: 'remote_read'; readonly request: RemoteReadRequest }
  | { readonly kind: 'federate'; readonly request: FederationRequest };

/** `take`: one more part may be sent; `leave`: nobody wants the rest. */
export type ToReader =
  | { readonly type: 'begin'; readonly id: number; readonly read: ReadRequest }
  | { readonly type: 'take' | 'leave'; readonly id: number };

export type FromReader =
  | {
      readonly type: 'head';
      readonly id: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** The limit that the request passed, or null. */
      readonly limit: string | null;
    }
  | { readonly type: 'part'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

/** Parts of an answer that may be under way before the first is taken. */
export const PARTS_AHEAD = 2;
