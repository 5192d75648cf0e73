/** `prometheus.ReadRequest`: what is asked for, and the forms that the client can read the answer in. */
import { ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '@chimera/bytes';
import type { Matcher, MatchType } from '@chimera/tsdb-model';
import type { TimeRange } from '@chimera/tsdb-storage';

export type ReadQuery = { readonly range: TimeRange; readonly matchers: readonly Matcher[] };

export type ResponseType = 'SAMPLES' | 'STREAMED_XOR_CHUNKS';

export type ReadRequest = {
  readonly queries: readonly ReadQuery[];
  /** The first accepted form that is known; null when the client accepts none of them. */
  readonly responseType: ResponseType | null;
};

const RESPONSE_TYPES: readonly ResponseType[] = ['SAMPLES', 'STREAMED_XOR_CHUNKS'];
const MATCH_TYPES: readonly MatchType[] = ['=', '!=', '=~', '!~'];

/** `ReadRequest`: queries = 1, accepted_response_types = 2. Throws DecodeError. */
export function decodeReadRequest(body: Uint8Array): ReadRequest {
  const reader = new ProtobufReader(body);
  const queries: ReadQuery[] = [];
  const accepted: number[] = [];
  while (reader.nextField()) {
    if (reader.field === 1) queries.push(readQuery(reader));
    else if (reader.field === 2) readTypes(reader, accepted);
    else reader.skip();
  }
  // A client that says nothing is older than the choice.
  const known = accepted.length === 0 ? 0 : accepted.find((type) => type < RESPONSE_TYPES.length);
  return { queries, responseType: known === undefined ? null : RESPONSE_TYPES[known] };
}

/** A repeated enum, packed or not. */
function readTypes(reader: ProtobufReader, into: number[]): void {
  if (reader.wire !== WIRE_BYTES) {
    reader.expectWire(WIRE_VARINT);
    into.push(reader.uint32());
    return;
  }
  const outer = reader.enter();
  while (reader.position < reader.end) into.push(reader.uint32());
  reader.leave(outer);
}

/** `Query`: start_timestamp_ms = 1, end_timestamp_ms = 2, matchers = 3; hints = 4 change nothing here. */
function readQuery(reader: ProtobufReader): ReadQuery {
  const outer = reader.enter();
  const matchers: Matcher[] = [];
  let [minMs, maxMs] = [0, 0];
  while (reader.nextField()) {
    if (reader.field === 1 || reader.field === 2) {
      reader.expectWire(WIRE_VARINT);
      if (reader.field === 1) minMs = reader.int64();
      else maxMs = reader.int64();
    } else if (reader.field === 3) matchers.push(readMatcher(reader));
    else reader.skip();
  }
  reader.leave(outer);
  return { range: { minMs, maxMs }, matchers };
}

/** `LabelMatcher`: type = 1, name = 2, value = 3. */
function readMatcher(reader: ProtobufReader): Matcher {
  const outer = reader.enter();
  let type = 0;
  let [name, value] = ['', ''];
  while (reader.nextField()) {
    if (reader.field === 1) {
      reader.expectWire(WIRE_VARINT);
      type = reader.uint32();
    } else if (reader.field === 2 || reader.field === 3) {
      reader.expectWire(WIRE_BYTES);
      if (reader.field === 2) name = reader.string();
      else value = reader.string();
    } else reader.skip();
  }
  const matchType = MATCH_TYPES[type];
  if (matchType === undefined) reader.fail(`matcher of type ${type}, 0 to 3 are known`);
  reader.leave(outer);
  return { name, type: matchType, value };
}
