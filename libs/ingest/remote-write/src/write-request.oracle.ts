/** The messages of remote write 1.0 and 2.0 for protobufjs: the tests' independent encoder. */
import protobuf from 'protobufjs';

const SCHEMA = `
syntax = "proto3";
package prometheus;
message WriteRequest { repeated TimeSeries timeseries = 1; reserved 2; repeated MetricMetadata metadata = 3; }
message MetricMetadata { int32 type = 1; string metric_family_name = 2; string help = 4; string unit = 5; }
message TimeSeries {
  repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; repeated Histogram histograms = 4;
}
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
message BucketSpan { sint32 offset = 1; uint32 length = 2; }
message Histogram {
  oneof count { uint64 count_int = 1; double count_float = 2; }
  double sum = 3; sint32 schema = 4; double zero_threshold = 5;
  oneof zero_count { uint64 zero_count_int = 6; double zero_count_float = 7; }
  repeated BucketSpan negative_spans = 8; repeated sint64 negative_deltas = 9; repeated double negative_counts = 10;
  repeated BucketSpan positive_spans = 11; repeated sint64 positive_deltas = 12; repeated double positive_counts = 13;
  int32 reset_hint = 14; int64 timestamp = 15; repeated double custom_values = 16; int64 start_timestamp = 17;
}
message RequestV2 { repeated string symbols = 4; repeated TimeSeriesV2 timeseries = 5; }
message TimeSeriesV2 {
  repeated uint32 labels_refs = 1; repeated SampleV2 samples = 2; repeated Histogram histograms = 3;
  repeated ExemplarV2 exemplars = 4; MetadataV2 metadata = 5; int64 created_timestamp = 6;
}
message SampleV2 { double value = 1; int64 timestamp = 2; int64 start_timestamp = 3; }
message ExemplarV2 { repeated uint32 labels_refs = 1; double value = 2; int64 timestamp = 3; }
message MetadataV2 { int32 type = 1; uint32 help_ref = 3; uint32 unit_ref = 4; }
`;

export type OracleSeries = {
  labels: { name: string; value: string }[];
  samples?: { value?: number; timestamp?: number }[];
  histograms?: Record<string, unknown>[];
  exemplars?: Record<string, unknown>[];
};

export type OracleRequest = {
  timeseries?: OracleSeries[];
  metadata?: { type: number; metricFamilyName: string; help: string; unit: string }[];
};

const root = protobuf.parse(SCHEMA).root;
const WriteRequest = root.lookupType('prometheus.WriteRequest');
const RequestV2 = root.lookupType('prometheus.RequestV2');

/** Encodes a request as any protobuf library would. */
export function encodeWriteRequest(request: OracleRequest): Uint8Array {
  return WriteRequest.encode(WriteRequest.fromObject(request)).finish();
}

/** Label pairs in the order given. */
export function oracleLabels(labels: Record<string, string>): OracleSeries['labels'] {
  return Object.entries(labels).map(([name, value]) => ({ name, value }));
}

export type OracleSeriesV2 = {
  labels: Record<string, string>;
  samples?: { value?: number; timestamp?: number; startTimestamp?: number }[];
  histograms?: Record<string, unknown>[];
  exemplars?: { labels: Record<string, string>; value?: number; timestamp?: number }[];
  metadata?: { type: number; help: string; unit: string };
};

/** Encodes a 2.0 request; symbols are collected as a sender does. */
export function encodeRequestV2(series: readonly OracleSeriesV2[]): Uint8Array {
  const symbols = [''];
  const refOf = (text: string): number => {
    const known = symbols.indexOf(text);
    return known >= 0 ? known : symbols.push(text) - 1;
  };
  const refsOf = (labels: Record<string, string>): number[] =>
    Object.entries(labels).flatMap((pair) => pair.map(refOf));
  const timeseries = series.map(({ labels, exemplars = [], metadata, ...points }) => ({
    labelsRefs: refsOf(labels),
    exemplars: exemplars.map(({ labels: own, ...rest }) => ({ labelsRefs: refsOf(own), ...rest })),
    ...(metadata && {
      metadata: { type: metadata.type, helpRef: refOf(metadata.help), unitRef: refOf(metadata.unit) },
    }),
    ...points,
  }));
  return encodeRawV2({ symbols, timeseries });
}

/** Encodes a 2.0 request as it is given. */
export function encodeRawV2(request: object): Uint8Array {
  return RequestV2.encode(RequestV2.fromObject(request)).finish();
}
