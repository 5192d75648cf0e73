/** `grpc.health.v1.Health/Check`: request { service = 1 }, response { status = 1 }. */
import { ProtobufReader, ProtobufWriter, WIRE_BYTES } from '@chimera/bytes';
import { METRICS_SERVICE_NAME } from './definition.ts';

const SERVING = 1;
const NOT_SERVING = 2;

/** The response; null when the service asked about is not known. Throws DecodeError. */
export function checkHealth(request: Uint8Array, serving: boolean): Uint8Array | null {
  const reader = new ProtobufReader(request);
  let service = '';
  while (reader.nextField()) {
    if (reader.field === 1) {
      reader.expectWire(WIRE_BYTES);
      service = reader.string();
    } else {
      reader.skip();
    }
  }
  if (service !== '' && service !== METRICS_SERVICE_NAME) return null;
  return new ProtobufWriter(8).varint(1, serving ? SERVING : NOT_SERVING).finish();
}
