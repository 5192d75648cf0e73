/** Prometheus remote write 1.0 and 2.0, decoded by hand into the appender. */
export type { RequestHeaders } from './content-type.ts';
export { RemoteWriteDecoder } from './decode-remote-write.ts';
export { RemoteWriteV2Decoder } from './decode-v2.ts';
export {
  createRemoteWriteHandler,
  type RemoteWriteHandler,
  type RemoteWriteRequest,
  type RemoteWriteResponse,
} from './handle-remote-write.ts';
export { DEFAULT_REMOTE_WRITE_LIMITS, type RemoteWriteLimits } from './limits.ts';
export type { RemoteWriteOutcome } from './outcome.ts';
