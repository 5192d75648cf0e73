/** The OTLP metrics messages by their JSON names (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */

export type Scalar =
  | 'string'
  | 'bool'
  | 'double'
  /** Integers may be texts of digits. */
  | 'int64'
  | 'fixed64'
  | 'sfixed64'
  | 'uint64'
  | 'uint32'
  | 'sint32'
  /** An integer: names of values are not valid in OTLP. */
  | 'enum'
  /** Bytes: ids in hexadecimal digits, other bytes in base64. */
  | 'hex'
  | 'base64';

export type FieldSchema = {
  readonly number: number;
  /** A scalar, or the name of a message. */
  readonly type: Scalar | MessageName;
  readonly repeated: boolean;
};

export type MessageSchema = Readonly<Record<string, FieldSchema>>;

const one = (number: number, type: FieldSchema['type']): FieldSchema => ({ number, type, repeated: false });
const many = (number: number, type: FieldSchema['type']): FieldSchema => ({ number, type, repeated: true });

export type MessageName =
  | 'Request'
  | 'ResourceMetrics'
  | 'Resource'
  | 'ScopeMetrics'
  | 'Scope'
  | 'Metric'
  | 'Gauge'
  | 'Sum'
  | 'Histogram'
  | 'ExponentialHistogram'
  | 'Summary'
  | 'NumberDataPoint'
  | 'HistogramDataPoint'
  | 'ExponentialHistogramDataPoint'
  | 'Buckets'
  | 'SummaryDataPoint'
  | 'ValueAtQuantile'
  | 'Exemplar'
  | 'KeyValue'
  | 'AnyValue'
  | 'ArrayValue'
  | 'KeyValueList';

/** What the decoder reads; other fields are ignored, as the specification wants. In the order of writing. */
export const MESSAGES: Readonly<Record<MessageName, MessageSchema>> = {
  Request: { resourceMetrics: many(1, 'ResourceMetrics') },
  ResourceMetrics: { resource: one(1, 'Resource'), scopeMetrics: many(2, 'ScopeMetrics') },
  Resource: { attributes: many(1, 'KeyValue') },
  ScopeMetrics: { scope: one(1, 'Scope'), metrics: many(2, 'Metric'), schemaUrl: one(3, 'string') },
  Scope: { name: one(1, 'string'), version: one(2, 'string'), attributes: many(3, 'KeyValue') },
  Metric: {
    name: one(1, 'string'),
    description: one(2, 'string'),
    unit: one(3, 'string'),
    gauge: one(5, 'Gauge'),
    sum: one(7, 'Sum'),
    histogram: one(9, 'Histogram'),
    exponentialHistogram: one(10, 'ExponentialHistogram'),
    summary: one(11, 'Summary'),
  },
  Gauge: { dataPoints: many(1, 'NumberDataPoint') },
  Sum: {
    dataPoints: many(1, 'NumberDataPoint'),
    aggregationTemporality: one(2, 'enum'),
    isMonotonic: one(3, 'bool'),
  },
  Histogram: { dataPoints: many(1, 'HistogramDataPoint'), aggregationTemporality: one(2, 'enum') },
  ExponentialHistogram: {
    dataPoints: many(1, 'ExponentialHistogramDataPoint'),
    aggregationTemporality: one(2, 'enum'),
  },
  Summary: { dataPoints: many(1, 'SummaryDataPoint') },
  NumberDataPoint: {
    attributes: many(7, 'KeyValue'),
    startTimeUnixNano: one(2, 'fixed64'),
    timeUnixNano: one(3, 'fixed64'),
    asDouble: one(4, 'double'),
    asInt: one(6, 'sfixed64'),
    exemplars: many(5, 'Exemplar'),
    flags: one(8, 'uint32'),
  },
  HistogramDataPoint: {
    attributes: many(9, 'KeyValue'),
    startTimeUnixNano: one(2, 'fixed64'),
    timeUnixNano: one(3, 'fixed64'),
    count: one(4, 'fixed64'),
    sum: one(5, 'double'),
    bucketCounts: many(6, 'fixed64'),
    explicitBounds: many(7, 'double'),
    exemplars: many(8, 'Exemplar'),
    flags: one(10, 'uint32'),
  },
  ExponentialHistogramDataPoint: {
    attributes: many(1, 'KeyValue'),
    startTimeUnixNano: one(2, 'fixed64'),
    timeUnixNano: one(3, 'fixed64'),
    count: one(4, 'fixed64'),
    sum: one(5, 'double'),
    scale: one(6, 'sint32'),
    zeroCount: one(7, 'fixed64'),
    positive: one(8, 'Buckets'),
    negative: one(9, 'Buckets'),
    flags: one(10, 'uint32'),
    exemplars: many(11, 'Exemplar'),
    zeroThreshold: one(14, 'double'),
  },
  Buckets: { offset: one(1, 'sint32'), bucketCounts: many(2, 'uint64') },
  SummaryDataPoint: {
    attributes: many(7, 'KeyValue'),
    startTimeUnixNano: one(2, 'fixed64'),
    timeUnixNano: one(3, 'fixed64'),
    count: one(4, 'fixed64'),
    sum: one(5, 'double'),
    quantileValues: many(6, 'ValueAtQuantile'),
    flags: one(8, 'uint32'),
  },
  ValueAtQuantile: { quantile: one(1, 'double'), value: one(2, 'double') },
  Exemplar: {
    filteredAttributes: many(7, 'KeyValue'),
    timeUnixNano: one(2, 'fixed64'),
    asDouble: one(3, 'double'),
    asInt: one(6, 'sfixed64'),
    spanId: one(4, 'hex'),
    traceId: one(5, 'hex'),
  },
  KeyValue: { key: one(1, 'string'), value: one(2, 'AnyValue') },
  AnyValue: {
    stringValue: one(1, 'string'),
    boolValue: one(2, 'bool'),
    intValue: one(3, 'int64'),
    doubleValue: one(4, 'double'),
    arrayValue: one(5, 'ArrayValue'),
    kvlistValue: one(6, 'KeyValueList'),
    bytesValue: one(7, 'base64'),
  },
  ArrayValue: { values: many(1, 'AnyValue') },
  KeyValueList: { values: many(1, 'KeyValue') },
};
