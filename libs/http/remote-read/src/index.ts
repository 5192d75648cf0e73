/** Prometheus remote read, without a server. */
export {
  createRemoteReadHandler,
  type RemoteReadHandler,
  type RemoteReadRequest,
  type RemoteReadResponse,
} from './handler.ts';
export { DEFAULT_REMOTE_READ_LIMITS, type RemoteReadLimits } from './limits.ts';
