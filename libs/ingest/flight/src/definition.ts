/** The gRPC service `arrow.flight.protocol.FlightService` with raw bytes as messages: (de)serialising is ours. */
import type { MethodDefinition } from '@grpc/grpc-js';

const PREFIX = '/arrow.flight.protocol.FlightService/';
const identity = (bytes: Buffer): Buffer => bytes;

type RawMethod = MethodDefinition<Buffer, Buffer>;

function method(name: string, requestStream: boolean, responseStream: boolean): RawMethod {
  return {
    path: PREFIX + name,
    requestStream,
    responseStream,
    requestSerialize: identity,
    requestDeserialize: identity,
    responseSerialize: identity,
    responseDeserialize: identity,
  };
}

export const FLIGHT_SERVICE = {
  handshake: method('Handshake', true, true),
  listFlights: method('ListFlights', false, true),
  getFlightInfo: method('GetFlightInfo', false, false),
  getSchema: method('GetSchema', false, false),
  doGet: method('DoGet', false, true),
  doPut: method('DoPut', true, true),
  doExchange: method('DoExchange', true, true),
  doAction: method('DoAction', false, true),
  listActions: method('ListActions', false, true),
} as const;
