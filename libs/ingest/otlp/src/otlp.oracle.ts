/** The OTLP metrics messages for protobufjs: the tests' independent encoder and decoder. */
import protobuf from 'protobufjs';

const SCHEMA = `
syntax = "proto3";
message AnyValue {
  oneof value {
    string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
    ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message InstrumentationScope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
message ExportMetricsServiceRequest { repeated ResourceMetrics resource_metrics = 1; }
message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; string schema_url = 3; }
message ScopeMetrics { InstrumentationScope scope = 1; repeated Metric metrics = 2; string schema_url = 3; }
message Metric {
  string name = 1; string description = 2; string unit = 3;
  oneof data {
    Gauge gauge = 5; Sum sum = 7; Histogram histogram = 9; ExponentialHistogram exponential_histogram = 10; Summary summary = 11;
  }
}
message Gauge { repeated NumberDataPoint data_points = 1; }
message Sum { repeated NumberDataPoint data_points = 1; int32 aggregation_temporality = 2; bool is_monotonic = 3; }
message Histogram { repeated HistogramDataPoint data_points = 1; int32 aggregation_temporality = 2; }
message ExponentialHistogram { repeated ExponentialHistogramDataPoint data_points = 1; int32 aggregation_temporality = 2; }
message Summary { repeated SummaryDataPoint data_points = 1; }
message Exemplar { repeated KeyValue filtered_attributes = 7; fixed64 time_unix_nano = 2; oneof value { double as_double = 3; sfixed64 as_int = 6; } bytes span_id = 4; bytes trace_id = 5; }
message NumberDataPoint {
  repeated KeyValue attributes = 7; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3;
  oneof value { double as_double = 4; sfixed64 as_int = 6; }
  repeated Exemplar exemplars = 5; uint32 flags = 8;
}
message HistogramDataPoint {
  repeated KeyValue attributes = 9; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4;
  optional double sum = 5; repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7;
  repeated Exemplar exemplars = 8; uint32 flags = 10; optional double min = 11; optional double max = 12;
}
message Buckets { sint32 offset = 1; repeated uint64 bucket_counts = 2; }
message ExponentialHistogramDataPoint {
  repeated KeyValue attributes = 1; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4;
  optional double sum = 5; sint32 scale = 6; fixed64 zero_count = 7; Buckets positive = 8; Buckets negative = 9;
  uint32 flags = 10; repeated Exemplar exemplars = 11; optional double min = 12; optional double max = 13; double zero_threshold = 14;
}
message StringKeyValue { string key = 1; string value = 2; }
message IntExemplar { repeated StringKeyValue filtered_labels = 1; fixed64 time_unix_nano = 2; sfixed64 value = 3; bytes span_id = 4; bytes trace_id = 5; }
message IntDataPoint {
  repeated StringKeyValue labels = 1; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; sfixed64 value = 4;
  repeated IntExemplar exemplars = 5;
}
message IntHistogramDataPoint {
  repeated StringKeyValue labels = 1; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4;
  sfixed64 sum = 5; repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7; repeated IntExemplar exemplars = 8;
}
message IntGauge { repeated IntDataPoint data_points = 1; }
message IntSum { repeated IntDataPoint data_points = 1; int32 aggregation_temporality = 2; bool is_monotonic = 3; }
message IntHistogram { repeated IntHistogramDataPoint data_points = 1; int32 aggregation_temporality = 2; }
message OldDataPoint { repeated StringKeyValue labels = 1; fixed64 time_unix_nano = 3; double as_double = 4; }
message OldGauge { repeated OldDataPoint data_points = 1; }
message OldMetric {
  string name = 1; string description = 2; string unit = 3;
  oneof data { IntGauge int_gauge = 4; OldGauge gauge = 5; IntSum int_sum = 6; IntHistogram int_histogram = 8; }
}
message InstrumentationLibraryMetrics { repeated OldMetric metrics = 2; }
message OldResourceMetrics {
  Resource resource = 1; repeated InstrumentationLibraryMetrics first = 2; repeated InstrumentationLibraryMetrics later = 1000;
}
message OldRequest { repeated OldResourceMetrics resource_metrics = 1; }
message Status { int32 code = 1; string message = 2; }
message ValueAtQuantile { double quantile = 1; double value = 2; }
message SummaryDataPoint {
  repeated KeyValue attributes = 7; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4;
  double sum = 5; repeated ValueAtQuantile quantile_values = 6; uint32 flags = 8;
}
message ExportMetricsPartialSuccess { int64 rejected_data_points = 1; string error_message = 2; }
message ExportMetricsServiceResponse { ExportMetricsPartialSuccess partial_success = 1; }
`;

const root = protobuf.parse(SCHEMA).root;
const Request = root.lookupType('ExportMetricsServiceRequest');
const OldRequest = root.lookupType('OldRequest');
const Status = root.lookupType('Status');
const Response = root.lookupType('ExportMetricsServiceResponse');

/** Attribute values: texts, numbers (as doubles), booleans, or an `AnyValue` in protobufjs' form. */
export type OracleAttributes = Record<string, string | number | boolean | object>;

export function oracleAttributes(attributes: OracleAttributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: OracleAttributes[string]): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { doubleValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : value;
}

/** One resource, one scope. */
export function encodeMetrics(metrics: object[], resource: OracleAttributes = {}): Buffer {
  return encodeRequest({
    resourceMetrics: [{ resource: { attributes: oracleAttributes(resource) }, scopeMetrics: [{ metrics }] }],
  });
}

export function encodeRequest(request: object): Buffer {
  return Buffer.from(Request.encode(Request.fromObject(request)).finish());
}

/** Rejected points and message; null when all were accepted. */
export function decodeResponse(bytes: Uint8Array): { rejected: number; message: string } | null {
  const { partialSuccess } = Response.toObject(Response.decode(bytes), { longs: Number });
  return partialSuccess === undefined || partialSuccess === null
    ? null
    : { rejected: partialSuccess.rejectedDataPoints, message: partialSuccess.errorMessage };
}

/** A request of OTLP before 0.12, with its own kinds of data and with labels instead of attributes. */
export function encodeOldRequest(request: object): Buffer {
  return Buffer.from(OldRequest.encode(OldRequest.fromObject(request)).finish());
}

/** `google.rpc.Status`. */
export function decodeStatus(bytes: Uint8Array): { code: number; message: string } {
  return Status.toObject(Status.decode(bytes), { defaults: true }) as { code: number; message: string };
}
