/**
 * Prometheus remote write 1.0 (`prometheus.WriteRequest`), streamed: each series goes to the appender as soon as it is
 * read, through columns that are reused, without an object per sample. A series is known by the bytes of its labels.
 */
import { BytesMap, ProtobufReader } from '@chimera/bytes';
import {
  AppendCounts,
  type Appender,
  type Exemplar,
  type Rejection,
  runAtOnce,
  type SeriesRef,
  type SlicedWork,
} from '@chimera/tsdb-storage';
import { appendExemplars, readExemplar } from './decode-exemplars.ts';
import { LabelDecoder } from './decode-labels.ts';
import { decodeMetadata } from './decode-metadata.ts';
import type { RemoteWriteLimits } from './limits.ts';
import type { RemoteWriteOutcome } from './outcome.ts';
import { PointColumns } from './point-columns.ts';
import { RequestSteps } from './steps.ts';

/** Bytes of label sets to remember, per series allowed. */
export const CACHE_BYTES_PER_SERIES = 512;

/** Keeps its columns and its cache of series from request to request. */
export class RemoteWriteDecoder {
  readonly #appender: Appender;
  readonly #refs: BytesMap<SeriesRef>;
  readonly #labels = new LabelDecoder();
  readonly #points = new PointColumns();
  readonly #maxSamples: number;
  #histogramsAccepted = 0;
  #exemplars = 0;

  constructor(appender: Appender, limits: RemoteWriteLimits) {
    this.#appender = appender;
    this.#maxSamples = limits.maxSamples;
    this.#refs = new BytesMap({
      entries: limits.maxCachedSeries,
      keyBytes: CACHE_BYTES_PER_SERIES * limits.maxCachedSeries,
    });
  }

  /**
   * Appends all samples of `body` (decompressed). Throws DecodeError for malformed bytes and IngestError for too many
   * samples: series before them are then already appended.
   */
  decode(body: Uint8Array): RemoteWriteOutcome {
    return runAtOnce(this.decodeInSteps(body, new AppendCounts()));
  }

  /** The same in steps; one request at a time. `counts` say what was appended, also after an error. */
  *decodeInSteps(body: Uint8Array, counts: AppendCounts): SlicedWork<RemoteWriteOutcome> {
    const reader = new ProtobufReader(body);
    const steps = new RequestSteps(this.#maxSamples);
    let metadata = 0;
    this.#histogramsAccepted = 0;
    this.#exemplars = 0;
    while (reader.nextField()) {
      if (reader.field === 1) {
        if (this.#timeSeries(reader, counts, steps)) yield;
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

  /** `TimeSeries`: labels = 1, samples = 2, exemplars = 3, histograms = 4. Whether others should have a turn. */
  #timeSeries(reader: ProtobufReader, counts: AppendCounts, steps: RequestSteps): boolean {
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
    const stepEnds = steps.add(this.#points.count);
    this.#append(series, reader.bytes, counts);
    return stepEnds;
  }

  #append(series: SeriesRef | Rejection, bytes: Uint8Array, counts: AppendCounts): void {
    this.#histogramsAccepted += this.#points.appendTo(this.#appender, series, counts);
    const { exemplars } = this.#points;
    if (exemplars.length === 0 || typeof series !== 'number') return;
    this.#exemplars += appendExemplars(this.#appender, series, bytes, exemplars, this.#readExemplar);
  }

  /** Reads all samples and histograms of the message from `position` on; false when a label comes among them. */
  #readPoints(reader: ProtobufReader): boolean {
    const points = this.#points;
    let labelsAmong = false;
    points.clear();
    while (reader.nextField()) {
      if (reader.field === 2) points.readSample(reader);
      else if (reader.field === 4) points.readHistogram(reader);
      else if (reader.field === 3) points.noteExemplar(reader);
      else {
        if (reader.field === 1) labelsAmong = true;
        reader.skip();
      }
    }
    return !labelsAmong;
  }

  /** `Exemplar`: labels = 1, value = 2, timestamp = 3; null when its labels are not UTF-8 or occur twice. */
  readonly #readExemplar = (reader: ProtobufReader): Exemplar | null => {
    this.#labels.clear();
    const read = readExemplar(reader, () => this.#labels.read(reader));
    const labels = this.#labels.finishExemplar();
    return labels === null ? null : { ...read, labels };
  };

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
