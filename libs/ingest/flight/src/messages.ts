/**
 * The messages of Arrow Flight (https://arrow.apache.org/docs/format/Flight.html, Flight.proto), as far as we use them.
 * gRPC hands us the raw bytes: FlightData bodies are never copied into intermediate objects.
 */
import { ProtobufReader, ProtobufWriter } from '@chimera/bytes';

export type FlightDescriptor =
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'command'; readonly command: Uint8Array }
  | { readonly kind: 'unknown' };

/** One message of a DoPut or DoGet stream: views into the received bytes. */
export type FlightData = {
  readonly descriptor: FlightDescriptor | null;
  /** The flatbuffer Message; empty when the frame carries only metadata. */
  readonly header: Uint8Array;
  readonly appMetadata: Uint8Array;
  readonly body: Uint8Array;
};

const EMPTY: Uint8Array = new Uint8Array(0);
const DESCRIPTOR_PATH = 1;
const DESCRIPTOR_COMMAND = 2;
const FIELD_BODY = 1_000;

/** Throws DecodeError. */
export function decodeFlightData(bytes: Uint8Array): FlightData {
  const reader = new ProtobufReader(bytes);
  let descriptor: FlightDescriptor | null = null;
  let header: Uint8Array = EMPTY;
  let appMetadata: Uint8Array = EMPTY;
  let body: Uint8Array = EMPTY;
  while (reader.nextField()) {
    if (reader.field > 3 && reader.field !== FIELD_BODY) {
      reader.skip();
      continue;
    }
    reader.expectWire(2);
    const value = reader.view();
    if (reader.field === 1) descriptor = decodeDescriptor(value);
    else if (reader.field === 2) header = value;
    else if (reader.field === 3) appMetadata = value;
    else body = value;
  }
  return { descriptor, header, appMetadata, body };
}

/** Throws DecodeError. */
export function decodeDescriptor(bytes: Uint8Array): FlightDescriptor {
  const reader = new ProtobufReader(bytes);
  let type = 0;
  let command: Uint8Array = EMPTY;
  const path: string[] = [];
  while (reader.nextField()) {
    if (reader.field === 1 && reader.wire === 0) type = reader.uint32();
    else if (reader.field === 2 && reader.wire === 2) command = reader.view();
    else if (reader.field === 3 && reader.wire === 2) path.push(reader.string());
    else reader.skip();
  }
  if (type === DESCRIPTOR_PATH) return { kind: 'path', path };
  if (type === DESCRIPTOR_COMMAND) return { kind: 'command', command };
  return { kind: 'unknown' };
}

export function encodeDescriptor(descriptor: FlightDescriptor): Uint8Array {
  const writer = new ProtobufWriter();
  if (descriptor.kind === 'path') {
    writer.varint(1, DESCRIPTOR_PATH);
    for (const part of descriptor.path) writer.string(3, part);
  } else if (descriptor.kind === 'command') {
    writer.varint(1, DESCRIPTOR_COMMAND).bytes(2, descriptor.command);
  }
  return writer.finish();
}

/** One frame of a stream. `body` parts are written one after the other: the only copy that sending makes. */
export function encodeFlightData(
  descriptor: FlightDescriptor | null,
  header: Uint8Array,
  body: readonly Uint8Array[],
  appMetadata: Uint8Array = EMPTY,
): Buffer {
  const start = new ProtobufWriter(header.length + 256);
  if (descriptor !== null) start.bytes(1, encodeDescriptor(descriptor));
  if (header.length > 0) start.bytes(2, header);
  if (appMetadata.length > 0) start.bytes(3, appMetadata);
  const bodyLength = body.reduce((sum, part) => sum + part.length, 0);
  // The body comes last: its key and length, then the parts straight into the frame.
  const key = varints(FIELD_BODY * 8 + 2, bodyLength);
  const head = start.finish();
  const frame = Buffer.allocUnsafe(head.length + (bodyLength > 0 ? key.length + bodyLength : 0));
  frame.set(head, 0);
  if (bodyLength === 0) return frame;
  frame.set(key, head.length);
  let at = head.length + key.length;
  for (const part of body) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
}

/** PutResult, Ticket, Result, Criteria and SchemaResult all have one bytes field, number 1. */
export function encodeSingleBytes(value: Uint8Array): Buffer {
  return Buffer.from(new ProtobufWriter(value.length + 8).bytes(1, value).finish());
}

/** The counterpart of {@link encodeSingleBytes}. Throws DecodeError. */
export function decodeSingleBytes(bytes: Uint8Array): Uint8Array {
  const reader = new ProtobufReader(bytes);
  let value: Uint8Array = EMPTY;
  while (reader.nextField()) {
    if (reader.field === 1 && reader.wire === 2) value = reader.view();
    else reader.skip();
  }
  return value;
}

export type Action = { readonly type: string; readonly body: Uint8Array };

/** Throws DecodeError. */
export function decodeAction(bytes: Uint8Array): Action {
  const reader = new ProtobufReader(bytes);
  let type = '';
  let body: Uint8Array = EMPTY;
  while (reader.nextField()) {
    if (reader.field === 1 && reader.wire === 2) type = reader.string();
    else if (reader.field === 2 && reader.wire === 2) body = reader.view();
    else reader.skip();
  }
  return { type, body };
}

export function encodeAction({ type, body }: Action): Buffer {
  return Buffer.from(new ProtobufWriter().string(1, type).bytes(2, body).finish());
}

export function encodeActionType(type: string, description: string): Buffer {
  return Buffer.from(new ProtobufWriter().string(1, type).string(2, description).finish());
}

/** How large a flight is, where it is known. */
export type FlightTotals = { readonly rows?: number; readonly bytes?: number };

/**
 * `schema` is an encapsulated IPC message. With a ticket there is one endpoint, without a location: the client asks the
 * server that it asked already.
 */
export function encodeFlightInfo(
  schema: Uint8Array,
  descriptor: FlightDescriptor,
  { rows = -1, bytes = -1 }: FlightTotals,
  ticket: Uint8Array | null = null,
): Buffer {
  const writer = new ProtobufWriter().bytes(1, schema).bytes(2, encodeDescriptor(descriptor));
  if (ticket !== null) writer.message(3, (endpoint) => endpoint.message(1, (one) => one.bytes(1, ticket)));
  return Buffer.from(writer.varint(4, rows).varint(5, bytes).finish());
}

/** The fields of a FlightInfo that a client of ours reads. Throws DecodeError. */
export function decodeFlightInfo(bytes: Uint8Array): { schema: Uint8Array; totalRecords: number; totalBytes: number } {
  const reader = new ProtobufReader(bytes);
  let schema: Uint8Array = EMPTY;
  let totalRecords = -1;
  let totalBytes = -1;
  while (reader.nextField()) {
    if (reader.field === 1 && reader.wire === 2) schema = reader.view();
    else if (reader.field === 4 && reader.wire === 0) totalRecords = reader.int64();
    else if (reader.field === 5 && reader.wire === 0) totalBytes = reader.int64();
    else reader.skip();
  }
  return { schema, totalRecords, totalBytes };
}

function varints(...values: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (let value of values) {
    while (value >= 0x80) {
      bytes.push((value % 0x80) | 0x80);
      value = Math.floor(value / 0x80);
    }
    bytes.push(value);
  }
  return Uint8Array.from(bytes);
}
