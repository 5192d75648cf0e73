/**
 * OTLP metrics (`ExportMetricsServiceRequest`, https://opentelemetry.io/docs/specs/otlp/), decoded by hand and appended
 * point by point, independent of the transport.
 */
import { BytesMap, ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '@chimera/bytes';
import { AppendCounts, type Appender, runAtOnce, type SlicedWork } from '@chimera/tsdb-storage';
import { DEFAULT_OTLP_LIMITS, type OtlpLimits } from './limits.ts';
import { MetricStreams, readHead } from './metric-streams.ts';
import type { MetricKind } from './naming/metric-name.ts';
import { type PointRange, PointSink } from './point-sink.ts';
import { exponentialPoint } from './points/exponential-point.ts';
import { histogramPoint } from './points/histogram-point.ts';
import { numberPoint } from './points/number-point.ts';
import { summaryPoint } from './points/summary-point.ts';
import { type ResourceContext, readResource } from './resource.ts';
import { Scopes } from './scope.ts';
import type { StartOptions } from './start-times.ts';
import type { MetricStream } from './stream.ts';
import { TargetInfo } from './target-info.ts';
import { TooManyPoints } from './too-many-points.ts';
import { DEFAULT_TRANSLATION, type OtlpTranslation } from './translation.ts';

/** What became of one request. */
export type OtlpOutcome = {
  /** Samples: a histogram's point makes several. */
  readonly counts: AppendCounts;
  readonly dataPoints: number;
  readonly rejectedPoints: number;
  /** Why the first of them was refused; '' when none was. */
  readonly message: string;
  /** Kept by the store. */
  readonly exemplars: number;
};

/** `AggregationTemporality`. */
const DELTA = 1;
const CUMULATIVE = 2;

/** Fields of `Metric` that hold points; those of integers alone are of OTLP before 0.12. */
const INT_GAUGE = 4;
const GAUGE = 5;
const INT_SUM = 6;
const SUM = 7;
const INT_HISTOGRAM = 8;
const HISTOGRAM = 9;
const EXPONENTIAL_HISTOGRAM = 10;
const SUMMARY = 11;

/** What gauges and summaries count as. */
const NO_TEMPORALITY = { temporality: CUMULATIVE, monotonic: false };

const MAX_RESOURCES = { entries: 10_000, keyBytes: 8 * 1024 * 1024 };

/** A few hundred microseconds of decoding and appending. */
const POINTS_PER_STEP = 256;

export type OtlpDecoderOptions = { readonly translation: OtlpTranslation; readonly starts: StartOptions };

const DEFAULT_OPTIONS: OtlpDecoderOptions = {
  translation: DEFAULT_TRANSLATION,
  starts: { keep: false, zeroIngestion: false },
};

/** What the points of one metric have in common. */
type MetricPoints = { readonly stream: MetricStream; readonly data: number; readonly delta: boolean };

/** Keeps its caches from request to request: make one per appender. */
export class OtlpMetricsDecoder {
  readonly #sink: PointSink;
  readonly #targetInfo: TargetInfo;
  readonly #resources = new BytesMap<ResourceContext>(MAX_RESOURCES);
  readonly #streams: MetricStreams;
  readonly #translation: OtlpTranslation;
  /** null: scopes add no labels. */
  readonly #scopes: Scopes | null;
  readonly #range: PointRange = {
    attributesField: 0,
    labelsField: 0,
    pointFrom: 0,
    pointTo: 0,
    from: 0,
    to: 0,
    scattered: false,
  };
  #nextResource = 1;
  readonly #maxPoints: number;
  #dataPoints = 0;
  #stepEnd = 0;
  #rejectedPoints = 0;
  #message = '';
  #earliestMs = Infinity;
  #latestMs = -Infinity;

  constructor(appender: Appender, limits: OtlpLimits = DEFAULT_OTLP_LIMITS, options: Partial<OtlpDecoderOptions> = {}) {
    const { translation, starts } = { ...DEFAULT_OPTIONS, ...options };
    this.#translation = translation;
    this.#scopes = translation.promoteScopeMetadata
      ? new Scopes(translation.strategy, () => this.#nextResource++)
      : null;
    this.#maxPoints = limits.maxPoints;
    this.#streams = new MetricStreams(appender, translation.strategy);
    this.#sink = new PointSink(appender, limits, translation.strategy, starts);
    this.#targetInfo = new TargetInfo(appender);
  }

  /**
   * Appends all points of `body`. Throws DecodeError for malformed bytes and TooManyPoints for too many: points before
   * them are then appended.
   */
  decode(body: Uint8Array): OtlpOutcome {
    return runAtOnce(this.decodeInSteps(body, new AppendCounts()));
  }

  /** The same in steps; one request at a time. `counts` say what was appended, also after an error. */
  *decodeInSteps(body: Uint8Array, counts: AppendCounts): SlicedWork<OtlpOutcome> {
    const reader = new ProtobufReader(body);
    this.#sink.counts = counts;
    this.#dataPoints = 0;
    this.#rejectedPoints = 0;
    this.#message = '';
    this.#stepEnd = POINTS_PER_STEP;
    this.#sink.exemplars.forget();
    this.#sink.exemplars.accepted = 0;
    while (reader.nextField()) {
      if (reader.field === 1) yield* this.#resourceMetrics(reader);
      else reader.skip();
    }
    return {
      counts,
      dataPoints: this.#dataPoints,
      rejectedPoints: this.#rejectedPoints,
      message: this.#message,
      exemplars: this.#sink.exemplars.accepted,
    };
  }

  /** `ResourceMetrics`: resource = 1, scope_metrics = 2, instrumentation_library_metrics = 1000 (OTLP 0.15 to 0.18; before, it was 2). */
  *#resourceMetrics(reader: ProtobufReader): SlicedWork<void> {
    const outer = reader.enter();
    const start = reader.position;
    const resource = this.#resourceOf(reader);
    reader.position = start;
    this.#earliestMs = Infinity;
    this.#latestMs = -Infinity;
    while (reader.nextField()) {
      if (reader.field === 2 || reader.field === 1_000) yield* this.#scopeMetrics(reader, resource);
      else reader.skip();
    }
    this.#targetInfo.append(resource, this.#earliestMs, this.#latestMs);
    reader.leave(outer);
  }

  #resourceOf(reader: ProtobufReader): ResourceContext {
    let from = 0;
    let to = 0;
    while (reader.nextField()) {
      if (reader.field === 1) {
        reader.expectWire(WIRE_BYTES);
        from = reader.range();
        to = reader.position;
      } else {
        reader.skip();
      }
    }
    const cached = this.#resources.get(reader.bytes, from, to);
    if (cached !== undefined) return cached;
    const resource = readResource(new ProtobufReader(reader.bytes, from, to), this.#nextResource++, this.#translation);
    this.#resources.set(reader.bytes, from, to, resource);
    return resource;
  }

  /** `ScopeMetrics`: scope = 1, metrics = 2, schema_url = 3. */
  *#scopeMetrics(reader: ProtobufReader, owner: ResourceContext): SlicedWork<void> {
    const outer = reader.enter();
    const start = reader.position;
    const resource = this.#scopes?.of(reader, owner) ?? owner;
    reader.position = start;
    while (reader.nextField()) {
      const { field } = reader;
      if (field !== 2) {
        reader.skip();
        continue;
      }
      const metric = reader.enter();
      const { end } = reader;
      const points = this.#beginMetric(reader, resource);
      // Here, not in a generator of its own: most metrics have one point.
      while (points !== null && reader.nextField()) {
        if (reader.field === 1) this.#point(reader, points);
        else reader.skip();
        if (this.#dataPoints < this.#stepEnd) continue;
        this.#stepEnd = this.#dataPoints + POINTS_PER_STEP;
        yield;
      }
      reader.end = end;
      reader.leave(metric);
    }
    reader.leave(outer);
  }

  /**
   * `Metric`: name = 1, description = 2, unit = 3, and one of the kinds of data. Sets the reader to the data, whose points
   * are in field 1 whatever the kind; null when there are none that could be taken.
   */
  #beginMetric(reader: ProtobufReader, resource: ResourceContext): MetricPoints | null {
    const start = reader.position;
    const { end } = reader;
    let headTo = start;
    let headIsFirst = true;
    let data = 0;
    let dataFrom = 0;
    let dataTo = 0;
    while (reader.position < end) {
      const fieldFrom = reader.position;
      reader.nextField();
      const { field } = reader;
      if (!isData(field)) {
        reader.skip();
        if (field <= 3 && data !== 0) headIsFirst = false;
        continue;
      }
      reader.expectWire(WIRE_BYTES);
      data = field;
      dataFrom = reader.range();
      dataTo = reader.position;
      headTo = fieldFrom;
    }
    if (data === 0) return null;
    reader.position = dataFrom;
    reader.end = dataTo;
    const { temporality, monotonic } = readTemporality(reader, data);
    const kind = kindOf(data, monotonic);
    const stream = headIsFirst
      ? this.#streams.byHead(reader.bytes, start, headTo, resource, kind)
      : this.#streams.byFields(readHead(new ProtobufReader(reader.bytes, start, end)), resource, kind);
    reader.position = dataFrom;
    if (stream === null) {
      this.#rejectAll(reader, 'a metric has no name, or none that Prometheus can hold');
      return null;
    }
    if (temporality !== DELTA && temporality !== CUMULATIVE) {
      this.#rejectAll(reader, `${stream.name}: its aggregation temporality is neither cumulative nor delta`);
      return null;
    }
    return { stream, data, delta: temporality === DELTA };
  }

  /** The point at the reader's field. */
  #point(reader: ProtobufReader, { stream, data, delta }: MetricPoints): void {
    const sink = this.#sink;
    if (this.#dataPoints >= this.#maxPoints) throw new TooManyPoints(this.#maxPoints);
    const rejectedBefore = sink.counts.rejected;
    const outer = reader.enter();
    let timestampMs: number;
    if (data === HISTOGRAM) timestampMs = histogramPoint(reader, stream, delta, sink, this.#range);
    else if (data === EXPONENTIAL_HISTOGRAM) timestampMs = exponentialPoint(reader, stream, delta, sink, this.#range);
    else if (data === INT_HISTOGRAM) timestampMs = histogramPoint(reader, stream, delta, sink, this.#range, true);
    else if (data === SUMMARY) timestampMs = summaryPoint(reader, stream, delta, sink, this.#range);
    else if (data === INT_GAUGE || data === INT_SUM)
      timestampMs = numberPoint(reader, stream, delta, sink, this.#range, true);
    else timestampMs = numberPoint(reader, stream, delta, sink, this.#range);
    reader.leave(outer);
    this.#dataPoints++;
    if (sink.counts.rejected > rejectedBefore) {
      this.#reject(1, sink.counts.firstRejection?.message ?? '');
    } else {
      if (timestampMs < this.#earliestMs) this.#earliestMs = timestampMs;
      if (timestampMs > this.#latestMs) this.#latestMs = timestampMs;
    }
  }

  #rejectAll(reader: ProtobufReader, message: string): void {
    let points = 0;
    while (reader.nextField()) {
      if (reader.field === 1) points++;
      reader.skip();
    }
    this.#dataPoints += points;
    if (points > 0) this.#reject(points, message);
  }

  #reject(points: number, message: string): void {
    this.#rejectedPoints += points;
    if (this.#message === '') this.#message = message;
  }
}

function isData(field: number): boolean {
  return field >= INT_GAUGE && field <= SUMMARY;
}

function kindOf(data: number, monotonic: boolean): MetricKind {
  if (data === GAUGE || data === INT_GAUGE) return 'gauge';
  if (data === SUM || data === INT_SUM) return monotonic ? 'counter' : 'sum';
  if (data === EXPONENTIAL_HISTOGRAM) return 'exponential_histogram';
  return data === SUMMARY ? 'summary' : 'histogram';
}

/** The fields of sums and histograms beside their points: aggregation_temporality = 2, is_monotonic = 3. */
function readTemporality(reader: ProtobufReader, data: number): { temporality: number; monotonic: boolean } {
  if (data === GAUGE || data === INT_GAUGE || data === SUMMARY) return NO_TEMPORALITY;
  let temporality = 0;
  let monotonic = false;
  while (reader.nextField()) {
    if (reader.field === 2) {
      reader.expectWire(WIRE_VARINT);
      temporality = reader.uint32();
    } else if (reader.field === 3 && (data === SUM || data === INT_SUM)) {
      reader.expectWire(WIRE_VARINT);
      monotonic = reader.uint32() !== 0;
    } else {
      reader.skip();
    }
  }
  return { temporality, monotonic };
}
