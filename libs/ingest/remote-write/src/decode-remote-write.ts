/**
 * Prometheus remote write 1.0 (`prometheus.WriteRequest`), streamed: each series goes to the appender as soon as it is
 * read, through columns that are reused, without an object per sample. A series is known by the bytes of its labels.
 */
import { BytesMap, ProtobufReader, WIRE_FIXED64, WIRE_VARINT } from '@chimera/bytes';
import { writeStaleAt } from '@chimera/tsdb-model';
import { AppendCounts, type Appender, type Rejection, type SeriesRef } from '@chimera/tsdb-storage';
import { decodeHistogram, type HistogramSample } from './decode-histogram.ts';
import { LabelDecoder } from './decode-labels.ts';
import { decodeMetadata } from './decode-metadata.ts';
import type { RemoteWriteLimits } from './limits.ts';

/** What became of one request. */
export type RemoteWriteOutcome = {
  /** Float samples and histograms together. */
  readonly counts: AppendCounts;
  readonly histogramsAccepted: number;
  /** Metric families described. */
  readonly metadata: number;
  /** Read and dropped: this store keeps none yet. */
  readonly exemplars: number;
};

/** Bytes of label sets to remember, per series allowed. */
const CACHE_BYTES_PER_SERIES = 512;

/** Keeps its columns and its cache of series from request to request. */
export class RemoteWriteDecoder {
  readonly #appender: Appender;
  readonly #refs: BytesMap<SeriesRef>;
  readonly #labels = new LabelDecoder();
  #timestamps = new Float64Array(256);
  #values = new Float64Array(256);
  #words = new Uint32Array(this.#values.buffer);
  #count = 0;
  #histograms: (HistogramSample | Rejection)[] = [];
  #histogramsAccepted = 0;
  #exemplars = 0;

  constructor(appender: Appender, limits: RemoteWriteLimits) {
    this.#appender = appender;
    this.#refs = new BytesMap({
      entries: limits.maxCachedSeries,
      keyBytes: CACHE_BYTES_PER_SERIES * limits.maxCachedSeries,
    });
  }

  /**
   * Appends all samples of `body` (decompressed). Throws DecodeError for malformed bytes: series before them are then
   * already appended.
   */
  decode(body: Uint8Array): RemoteWriteOutcome {
    const reader = new ProtobufReader(body);
    const counts = new AppendCounts();
    let metadata = 0;
    this.#histogramsAccepted = 0;
    this.#exemplars = 0;
    while (reader.nextField()) {
      if (reader.field === 1) {
        this.#timeSeries(reader, counts);
      } else if (reader.field === 3) {
        const described = decodeMetadata(reader);
        if (described.family !== '') this.#appender.metadata(described.family, described.metadata);
        metadata++;
      } else {
        reader.skip();
      }
    }
    return { counts, histogramsAccepted: this.#histogramsAccepted, metadata, exemplars: this.#exemplars };
  }

  /** `TimeSeries`: labels = 1, samples = 2, exemplars = 3, histograms = 4. */
  #timeSeries(reader: ProtobufReader, counts: AppendCounts): void {
    const outer = reader.enter();
    const start = reader.position;
    // Fast path: all labels come first, so that their bytes are one range.
    while (reader.position < reader.end && reader.bytes[reader.position] === 0x0a) {
      reader.nextField();
      reader.range();
    }
    const labelsEnd = reader.position;
    let series: SeriesRef | Rejection;
    if (this.#readPoints(reader)) {
      series = this.#seriesOf(reader, start, labelsEnd);
    } else {
      series = this.#seriesOfScattered(reader, start);
      reader.position = start;
      this.#readPoints(reader);
    }
    reader.leave(outer);
    this.#append(series, counts);
  }

  #append(series: SeriesRef | Rejection, counts: AppendCounts): void {
    const histograms = this.#histograms;
    if (typeof series !== 'number') {
      counts.reject(series, Math.max(1, this.#count + histograms.length));
      return;
    }
    if (this.#count > 0) this.#appender.append(series, this.#timestamps, this.#values, 0, this.#count, counts);
    for (const sample of histograms) {
      const before = counts.accepted;
      if ('reason' in sample) counts.reject(sample);
      else if (sample.histogram === null) this.#appendStale(series, sample.timestampMs, counts);
      else this.#appender.appendHistogram(series, sample.timestampMs, sample.histogram, counts);
      this.#histogramsAccepted += counts.accepted - before;
    }
  }

  #appendStale(series: SeriesRef, timestampMs: number, counts: AppendCounts): void {
    this.#timestamps[0] = timestampMs;
    writeStaleAt(this.#words, 0);
    this.#appender.append(series, this.#timestamps, this.#values, 0, 1, counts);
  }

  /** Reads all samples and histograms of the message from `position` on; false when a label comes among them. */
  #readPoints(reader: ProtobufReader): boolean {
    let labelsAmong = false;
    this.#count = 0;
    this.#histograms.length = 0;
    let exemplars = 0;
    while (reader.nextField()) {
      if (reader.field === 2) {
        this.#sample(reader);
      } else if (reader.field === 4) {
        this.#histograms.push(decodeHistogram(reader));
      } else {
        if (reader.field === 1) labelsAmong = true;
        if (reader.field === 3) exemplars++;
        reader.skip();
      }
    }
    if (!labelsAmong) this.#exemplars += exemplars;
    return !labelsAmong;
  }

  /** `Sample`: value = 1 (double), timestamp = 2 (int64, Unix ms). */
  #sample(reader: ProtobufReader): void {
    const i = this.#count++;
    if (i === this.#timestamps.length) this.#growColumns();
    const { bytes, position } = reader;
    const length = bytes[position];
    const end = position + 1 + length;
    // Fast path: value, then timestamp; or a value of 0, which writers leave out.
    if (reader.wire === 2 && length < 0x80 && end <= reader.end) {
      const hasValue = length > 9 && bytes[position + 1] === 0x09;
      const timestampAt = hasValue ? position + 10 : position + 1;
      const size = end - timestampAt - 1;
      if (size >= 1 && size <= 7 && bytes[timestampAt] === 0x10 && bytes[end - 1] < 0x80) {
        let timestamp = 0;
        let factor = 1;
        let at = timestampAt + 1;
        for (; bytes[at] >= 0x80; at++, factor *= 128) timestamp += (bytes[at] & 0x7f) * factor;
        if (at === end - 1) {
          this.#timestamps[i] = timestamp + bytes[at] * factor;
          const v = position + 2;
          const words = this.#words;
          if (hasValue) {
            words[2 * i] = bytes[v] | (bytes[v + 1] << 8) | (bytes[v + 2] << 16) | (bytes[v + 3] << 24);
            words[2 * i + 1] = bytes[v + 4] | (bytes[v + 5] << 8) | (bytes[v + 6] << 16) | (bytes[v + 7] << 24);
          } else {
            words[2 * i] = 0;
            words[2 * i + 1] = 0;
          }
          reader.position = end;
          return;
        }
      }
    }
    this.#sampleSlowly(reader, i);
  }

  #sampleSlowly(reader: ProtobufReader, i: number): void {
    this.#timestamps[i] = 0;
    this.#values[i] = 0;
    const outer = reader.enter();
    while (reader.nextField()) {
      if (reader.field === 1) {
        reader.expectWire(WIRE_FIXED64);
        reader.doubleWords(this.#words, i);
      } else if (reader.field === 2) {
        reader.expectWire(WIRE_VARINT);
        this.#timestamps[i] = reader.int64();
      } else {
        reader.skip();
      }
    }
    reader.leave(outer);
  }

  #growColumns(): void {
    const timestamps = new Float64Array(2 * this.#timestamps.length);
    timestamps.set(this.#timestamps);
    const values = new Float64Array(2 * this.#values.length);
    const words = new Uint32Array(values.buffer);
    words.set(this.#words);
    this.#timestamps = timestamps;
    this.#values = values;
    this.#words = words;
  }

  /** The series whose labels are the bytes from `start` to `end`, from the cache if it still lives. */
  #seriesOf(reader: ProtobufReader, start: number, end: number): SeriesRef | Rejection {
    const cached = this.#refs.get(reader.bytes, start, end);
    if (cached !== undefined && this.#appender.isLive(cached)) return cached;
    const series = this.#readSeries(new ProtobufReader(reader.bytes, start, end));
    if (typeof series === 'number') this.#refs.set(reader.bytes, start, end, series);
    return series;
  }

  /** The slow path: labels all over the message. */
  #seriesOfScattered(reader: ProtobufReader, start: number): SeriesRef | Rejection {
    return this.#readSeries(new ProtobufReader(reader.bytes, start, reader.end));
  }

  #readSeries(reader: ProtobufReader): SeriesRef | Rejection {
    this.#labels.clear();
    while (reader.nextField()) {
      if (reader.field === 1) this.#labels.read(reader);
      else reader.skip();
    }
    const labels = this.#labels.finish();
    return 'reason' in labels ? labels : this.#appender.series(labels);
  }
}
