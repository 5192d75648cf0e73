/** Arrow Flight over gRPC: the server's DoPut and actions, and a small client. */
export { createFlightClient, type FlightClient, type FlightPut, type PutAck } from './client.ts';
export type { ResultColumns } from './columns/index.ts';
export type { PutObserver, PutRequest } from './do-put.ts';
export { IngestError, type IngestErrorType } from './ingest-error.ts';
export type { ListCriteria, ListMetrics } from './list-flights.ts';
export type { FlightDescriptor } from './messages.ts';
export type { HoldResult, RunFlightQuery } from './query/do-get.ts';
export { type FlightQueryParams, isRange } from './query/query-params.ts';
export { METADATA_KEY } from './schema-metadata.ts';
export {
  addFlightService,
  createFlightServer,
  DEFAULT_MAX_MESSAGE_BYTES,
  type FlightAction,
  type FlightServiceOptions,
} from './service.ts';
