/** Bytes on the wire: protobuf reading and writing for the ingest paths, and maps keyed by bytes. */
export { BytesMap, type BytesMapLimits } from './bytes-map.ts';
export { DecodeError } from './decode-error.ts';
export { ProtobufReader, WIRE_BYTES, WIRE_FIXED32, WIRE_FIXED64, WIRE_VARINT } from './protobuf-reader.ts';
export { ProtobufWriter } from './protobuf-writer.ts';
export { decodeUtf8, Utf8Cache } from './utf8-cache.ts';
