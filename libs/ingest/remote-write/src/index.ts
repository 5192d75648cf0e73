/** Prometheus remote write, decoded by hand into the appender. */
export type { RequestHeaders } from './content-type.ts';
export { RemoteWriteDecoder, type RemoteWriteOutcome } from './decode-remote-write.ts';
export {
  createRemoteWriteHandler,
  type RemoteWriteHandler,
  type RemoteWriteRequest,
  type RemoteWriteResponse,
} from './handle-remote-write.ts';
export { DEFAULT_REMOTE_WRITE_LIMITS, type RemoteWriteLimits } from './limits.ts';
