/** Bytes on the wire: protobuf reading and writing for the ingest paths. */
export { DecodeError } from './decode-error.ts';
export { ProtobufReader, WIRE_BYTES, WIRE_FIXED32, WIRE_FIXED64, WIRE_VARINT } from './protobuf-reader.ts';
export { ProtobufWriter } from './protobuf-writer.ts';
