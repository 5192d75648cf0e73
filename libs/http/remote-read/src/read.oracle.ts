/** The messages of remote read for protobufjs, and a decoder of XOR chunks over bigint bits: the tests' independent half. */
import protobuf from 'protobufjs';

const SCHEMA = `
syntax = "proto3";
message ReadRequest { repeated Query queries = 1; repeated int32 accepted_response_types = 2; }
message Query { int64 start_timestamp_ms = 1; int64 end_timestamp_ms = 2; repeated LabelMatcher matchers = 3; ReadHints hints = 4; }
message ReadHints { int64 step_ms = 1; string func = 2; }
message LabelMatcher { int32 type = 1; string name = 2; string value = 3; }
message ReadResponse { repeated QueryResult results = 1; }
message QueryResult { repeated TimeSeries timeseries = 1; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Histogram histograms = 4; }
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
message BucketSpan { sint32 offset = 1; uint32 length = 2; }
message Histogram {
  double count_float = 2; double sum = 3; sint32 schema = 4; double zero_threshold = 5; double zero_count_float = 7;
  repeated BucketSpan negative_spans = 8; repeated double negative_counts = 10;
  repeated BucketSpan positive_spans = 11; repeated double positive_counts = 13;
  int32 reset_hint = 14; int64 timestamp = 15; repeated double custom_values = 16;
}
message ChunkedReadResponse { repeated ChunkedSeries chunked_series = 1; int64 query_index = 2; }
message ChunkedSeries { repeated Label labels = 1; repeated Chunk chunks = 2; }
message Chunk { int64 min_time_ms = 1; int64 max_time_ms = 2; int32 type = 3; bytes data = 4; }
`;

const root = protobuf.parse(SCHEMA).root;

export function encodeReadRequest(request: object): Uint8Array {
  const type = root.lookupType('ReadRequest');
  return type.encode(type.fromObject(request)).finish();
}

/** A message as a plain object with its defaults. */
export function decodeMessage(
  name: 'ReadResponse' | 'ChunkedReadResponse',
  bytes: Uint8Array,
): Record<string, unknown> {
  const type = root.lookupType(name);
  return type.toObject(type.decode(bytes), { longs: Number, defaults: true });
}

/** Time and bits of the value of each sample of an XOR chunk. */
export function decodeXor(data: Uint8Array): [number, bigint][] {
  let at = 0;
  const bits = (count: number): bigint => {
    let value = 0n;
    for (let k = 0; k < count; k++, at++) value = (value << 1n) | BigInt((data[at >> 3] >> (7 - (at & 7))) & 1);
    return value;
  };
  const signed = (count: number): number => {
    const value = bits(count);
    // The format's range goes one above half.
    return Number(
      count < 64 && value > 1n << BigInt(count - 1) ? value - (1n << BigInt(count)) : BigInt.asIntN(64, value),
    );
  };
  const uvarint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bits(8);
      value |= (byte & 0x7fn) << shift;
      if (byte < 0x80n) return Number(value);
    }
  };
  const count = Number(bits(16));
  const samples: [number, bigint][] = [];
  let [time, step, leading, trailing] = [0, 0, 0, 0];
  let value = 0n;
  for (let i = 0; i < count; i++) {
    if (i === 0) {
      const zigzag = uvarint();
      time = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      value = bits(64);
    } else {
      if (i === 1) step = uvarint();
      else if (bits(1) === 1n) {
        if (bits(1) === 0n) step += signed(14);
        else if (bits(1) === 0n) step += signed(17);
        else if (bits(1) === 0n) step += signed(20);
        else step += signed(64);
      }
      time += step;
      if (bits(1) === 1n) {
        if (bits(1) === 1n) {
          leading = Number(bits(5));
          trailing = 64 - leading - (Number(bits(6)) || 64);
        }
        value ^= bits(64 - leading - trailing) << BigInt(trailing);
      }
    }
    samples.push([time, value]);
  }
  return samples;
}
