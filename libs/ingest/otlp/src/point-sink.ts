/**
 * Where the decoded points of one metric go: finds their series, by the bytes of their attributes where it can, and
 * appends samples one by one through a column of length 1.
 */
import { BytesMap, ProtobufReader } from '@chimera/bytes';
import { type Histogram, labelsFrom, METRIC_NAME, writeStaleAt } from '@chimera/tsdb-model';
import { AppendCounts, type Appender, type Rejection, type SeriesRef } from '@chimera/tsdb-storage';
import { type Attribute, readAttribute, readTextAttribute } from './attributes.ts';
import { DeltaHistograms } from './delta-histograms.ts';
import { DeltaState } from './delta-state.ts';
import type { OtlpLimits } from './limits.ts';
import { PointExemplars } from './point-exemplars.ts';
import { attributeLabels } from './resource.ts';
import { type StartOptions, zeroAtStart } from './start-times.ts';
import type { MetricStream } from './stream.ts';
import type { TranslationStrategy } from './translation.ts';

/** A series of a point beyond its attributes: a suffix of the name and perhaps one more label. */
export type PointPart = { readonly suffix: string; readonly label: string; readonly value: string };

/** The series of one point, in the order of its parts. */
export type PointSeries = {
  readonly refs: readonly SeriesRef[];
  /** What the parts were made of (bucket bounds, quantiles): a point with others has other series. */
  readonly shape: readonly number[];
  /** Since when its values count, as its last point said, Unix ms; 0: it said nothing. */
  startMs: number;
};

/** Where a point and its attributes lie in the request. One object is reused for all points. */
export type PointRange = {
  /** Number of the attributes' field in this kind of point. */
  attributesField: number;
  /** Number of the field of old `StringKeyValue` labels; 0: there is none. */
  labelsField: number;
  pointFrom: number;
  pointTo: number;
  /** All attributes, unless they are scattered over the point. */
  from: number;
  to: number;
  scattered: boolean;
};

const KEY_BYTES_PER_POINT = 256;

export class PointSink {
  /** The value to append next: written as a number, or as words to keep a NaN's payload. */
  readonly value = new Float64Array(1);
  readonly words = new Uint32Array(this.value.buffer);
  counts = new AppendCounts();
  /** Those of the point that is being read. */
  readonly exemplars: PointExemplars;
  /** Since when the values of the point that is being read count, Unix ms; 0 is unknown. */
  startMs = 0;
  readonly #timestamp = new Float64Array(1);
  readonly #appender: Appender;
  readonly #deltas: DeltaState;
  readonly #deltaHistograms: DeltaHistograms;
  readonly #points: BytesMap<PointSeries>;
  readonly #strategy: TranslationStrategy;
  readonly #starts: StartOptions;

  constructor(appender: Appender, limits: OtlpLimits, strategy: TranslationStrategy, starts: StartOptions) {
    this.#appender = appender;
    this.#strategy = strategy;
    this.#starts = starts;
    this.exemplars = new PointExemplars(appender);
    this.#deltas = new DeltaState(limits.maxDeltaSeries);
    this.#deltaHistograms = new DeltaHistograms(limits.maxDeltaSeries);
    this.#points = new BytesMap({
      entries: limits.maxCachedPoints,
      keyBytes: KEY_BYTES_PER_POINT * limits.maxCachedPoints,
    });
  }

  /** The series of a point, remembered by its attributes; `parts` is asked only for what is not. */
  seriesOf(
    stream: MetricStream,
    bytes: Uint8Array,
    range: PointRange,
    shape: readonly number[],
    parts: () => readonly PointPart[],
  ): PointSeries | Rejection {
    const { from, to, scattered } = range;
    if (scattered) {
      const reader = new ProtobufReader(bytes, range.pointFrom, range.pointTo);
      return this.#resolve(stream, readAttributes(reader, range), shape, parts());
    }
    const cached = this.#points.get(bytes, from, to, stream.id);
    if (cached !== undefined && sameNumbers(cached.shape, shape) && this.#allLive(cached)) return cached;
    const attributes = readAttributes(new ProtobufReader(bytes, from, to), range);
    const series = this.#resolve(stream, attributes, shape, parts());
    if ('reason' in series) return series;
    // The refs may have stood for other series before.
    for (const ref of series.refs) {
      this.#deltas.forget(ref);
      this.#deltaHistograms.forget(ref);
    }
    this.#points.set(bytes, from, to, series, stream.id);
    return series;
  }

  /** Call it before the samples of a point are appended; `histogram`: the series has native histograms like this one. */
  begin(stream: MetricStream, series: PointSeries, timestampMs: number, delta: boolean, histogram?: Histogram): void {
    if (delta || !stream.counts || !(this.startMs > 0 && this.startMs < timestampMs)) this.startMs = 0;
    if (this.startMs === 0 || this.startMs === series.startMs) return;
    series.startMs = this.startMs;
    if (this.#starts.zeroIngestion) zeroAtStart(this.#appender, series.refs, this.startMs, histogram);
  }

  /** Appends the number in `value`; as a difference when `delta`. */
  append(ref: SeriesRef, timestampMs: number, delta: boolean): void {
    if (delta) {
      const total = this.#deltas.add(ref, timestampMs, this.value[0]);
      if (Number.isNaN(total)) {
        this.#rejectDelta(timestampMs);
        return;
      }
      this.value[0] = total;
    }
    this.#timestamp[0] = timestampMs;
    this.#appender.append(ref, this.#timestamp, this.value, 0, 1, this.counts);
    this.#keepStart(ref, timestampMs);
  }

  /** Appends a native histogram; as a difference when `delta`. */
  appendHistogram(ref: SeriesRef, timestampMs: number, histogram: Histogram, delta: boolean): void {
    const total = delta ? this.#deltaHistograms.add(ref, timestampMs, histogram) : histogram;
    if (total === null) this.#rejectDelta(timestampMs);
    else {
      this.#appender.appendHistogram(ref, timestampMs, total, this.counts);
      this.#keepStart(ref, timestampMs);
    }
  }

  #keepStart(ref: SeriesRef, timestampMs: number): void {
    if (this.startMs > 0 && this.#starts.keep) this.#appender.setStartTimestamp?.(ref, timestampMs, this.startMs);
  }

  /** Appends a stale marker: the point has the flag NO_RECORDED_VALUE. */
  appendStale(ref: SeriesRef, timestampMs: number): void {
    this.startMs = 0;
    writeStaleAt(this.words, 0);
    this.append(ref, timestampMs, false);
  }

  #rejectDelta(timestampMs: number): void {
    const message = `a delta that ends at ${timestampMs} ms is not later than the one before it`;
    this.counts.reject({ reason: 'out_of_order', message });
  }

  #allLive({ refs }: PointSeries): boolean {
    for (const ref of refs) if (!this.#appender.isLive(ref)) return false;
    return true;
  }

  #resolve(
    stream: MetricStream,
    attributes: readonly Attribute[],
    shape: readonly number[],
    parts: readonly PointPart[],
  ): PointSeries | Rejection {
    const labels = attributeLabels(attributes, this.#strategy);
    const { promoted, scope } = stream.resource;
    for (const [name, value] of promoted) if (!labels.has(name)) labels.set(name, value);
    for (const [name, value] of scope) labels.set(name, value);
    if (stream.resource.job !== '') labels.set('job', stream.resource.job);
    if (stream.resource.instance !== '') labels.set('instance', stream.resource.instance);
    const refs: SeriesRef[] = [];
    for (const { suffix, label, value } of parts) {
      const own = new Map(labels);
      if (label !== '') own.set(label, value);
      own.set(METRIC_NAME, stream.name + suffix);
      const ref = this.#appender.series(labelsFrom(own));
      if (typeof ref !== 'number') return ref;
      refs.push(ref);
    }
    return { refs, shape: [...shape], startMs: 0 };
  }
}

function readAttributes(reader: ProtobufReader, { attributesField, labelsField }: PointRange): Attribute[] {
  const attributes: Attribute[] = [];
  while (reader.nextField()) {
    if (reader.field === attributesField) attributes.push(readAttribute(reader));
    else if (reader.field === labelsField) attributes.push(readTextAttribute(reader));
    else reader.skip();
  }
  return attributes;
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
