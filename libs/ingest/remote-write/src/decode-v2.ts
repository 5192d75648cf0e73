/**
 * Prometheus remote write 2.0 (`io.prometheus.write.v2.Request`), streamed as 1.0 is. Labels are references into a table
 * of symbols that each request brings along, so a series is known by the texts that they stand for.
 */
import { BytesMap, DecodeError, decodeUtf8, ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '@chimera/bytes';
import { labelValue, METRIC_NAME, type MetricMetadata } from '@chimera/tsdb-model';
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
import { METRIC_TYPES } from './decode-metadata.ts';
import { CACHE_BYTES_PER_SERIES } from './decode-remote-write.ts';
import type { RemoteWriteLimits } from './limits.ts';
import type { RemoteWriteOutcome } from './outcome.ts';
import { PointColumns } from './point-columns.ts';
import { RequestSteps } from './steps.ts';

/** A series and its name, by which its metadata goes. */
type KnownSeries = { readonly ref: SeriesRef; readonly family: string };

/** Keeps its columns and its cache of series from request to request. */
export class RemoteWriteV2Decoder {
  readonly #appender: Appender;
  readonly #known: BytesMap<KnownSeries>;
  readonly #labels = new LabelDecoder();
  readonly #points = new PointColumns();
  readonly #maxSamples: number;
  /** Symbol s lies from #symbols[2 * s] to #symbols[2 * s + 1] in the request. */
  #symbols = new Uint32Array(2_048);
  #symbolCount = 0;
  /** References to labels of the series that is being read. */
  readonly #refs: number[] = [];
  /** Its labels: length and bytes of each text. */
  #key = new Uint8Array(1_024);
  #exemplars = 0;

  constructor(appender: Appender, limits: RemoteWriteLimits) {
    this.#appender = appender;
    this.#maxSamples = limits.maxSamples;
    this.#known = new BytesMap({
      entries: limits.maxCachedSeries,
      keyBytes: CACHE_BYTES_PER_SERIES * limits.maxCachedSeries,
    });
  }

  /** As {@link RemoteWriteDecoder.decode}. `Request`: symbols = 4, timeseries = 5. */
  decode(body: Uint8Array): RemoteWriteOutcome {
    return runAtOnce(this.decodeInSteps(body, new AppendCounts()));
  }

  /** As {@link RemoteWriteDecoder.decodeInSteps}. */
  *decodeInSteps(body: Uint8Array, counts: AppendCounts): SlicedWork<RemoteWriteOutcome> {
    const reader = new ProtobufReader(body);
    const steps = new RequestSteps(this.#maxSamples);
    let metadata = 0;
    let histogramsAccepted = 0;
    this.#exemplars = 0;
    this.#readSymbols(reader);
    reader.position = 0;
    while (reader.nextField()) {
      if (reader.field !== 5) {
        reader.skip();
        continue;
      }
      const outer = reader.enter();
      const described = this.#readSeries(reader);
      reader.leave(outer);
      // Before the append: what was read stays as it is while others have their turn, as requests come one at a time.
      if (steps.add(this.#points.count)) yield;
      const series = this.#seriesOf(body);
      if ('reason' in series) {
        this.#points.appendTo(this.#appender, series, counts);
        continue;
      }
      // Prometheus 3 sends exemplars in series of their own, though the specification does not have that.
      if (this.#points.count === 0 && this.#points.exemplars.length === 0) {
        counts.reject({
          reason: 'invalid_labels',
          message: `series ${series.family}: it has no sample, no histogram and no exemplar`,
        });
        continue;
      }
      histogramsAccepted += this.#points.appendTo(this.#appender, series.ref, counts);
      this.#appendExemplars(body, series.ref);
      if (described !== null) {
        this.#appender.metadata(series.family, described);
        metadata++;
      }
    }
    return { counts, histogramsAccepted, metadata, exemplars: this.#exemplars };
  }

  /** Finds all symbols: they come first, but nothing says that they must. */
  #readSymbols(reader: ProtobufReader): void {
    this.#symbolCount = 0;
    while (reader.nextField()) {
      if (reader.field !== 4) {
        reader.skip();
        continue;
      }
      reader.expectWire(WIRE_BYTES);
      const at = 2 * this.#symbolCount++;
      if (at === this.#symbols.length) {
        const grown = new Uint32Array(2 * this.#symbols.length);
        grown.set(this.#symbols);
        this.#symbols = grown;
      }
      this.#symbols[at] = reader.range();
      this.#symbols[at + 1] = reader.position;
    }
    if (this.#symbolCount > 0 && this.#symbols[0] !== this.#symbols[1]) {
      throw new DecodeError('the first symbol is not the empty text', this.#symbols[0]);
    }
  }

  /** `TimeSeries`: labels_refs = 1, samples = 2, histograms = 3, exemplars = 4, metadata = 5; its metadata, if any. */
  #readSeries(reader: ProtobufReader): MetricMetadata | null {
    const points = this.#points;
    points.clear();
    this.#refs.length = 0;
    let metadata: MetricMetadata | null = null;
    while (reader.nextField()) {
      switch (reader.field) {
        case 1:
          readRefs(reader, this.#refs);
          break;
        case 2:
          points.readSample(reader);
          break;
        case 3:
          points.readHistogram(reader);
          break;
        case 4:
          points.noteExemplar(reader);
          break;
        case 5:
          metadata = this.#readMetadata(reader);
          break;
        default:
          // 6 was created_timestamp in drafts.
          reader.skip();
      }
    }
    return metadata;
  }

  /** `Metadata`: type = 1, help_ref = 3, unit_ref = 4; null when it says nothing. */
  #readMetadata(reader: ProtobufReader): MetricMetadata | null {
    const outer = reader.enter();
    let [type, help, unit] = [0, 0, 0];
    while (reader.nextField()) {
      const { field } = reader;
      if (field !== 1 && field !== 3 && field !== 4) {
        reader.skip();
        continue;
      }
      reader.expectWire(WIRE_VARINT);
      const value = reader.uint32();
      if (field === 1) type = value;
      else if (field === 3) help = value;
      else unit = value;
    }
    reader.leave(outer);
    if (type === 0 && help === 0 && unit === 0) return null;
    const text = (symbol: number): string => this.#text(reader.bytes, symbol) ?? '';
    return { type: METRIC_TYPES[type] ?? 'unknown', help: text(help), unit: text(unit) };
  }

  /** The text of a symbol; null when there is none or it is not UTF-8. */
  #text(bytes: Uint8Array, symbol: number): string | null {
    if (symbol >= this.#symbolCount) return null;
    return decodeUtf8(bytes, this.#symbols[2 * symbol], this.#symbols[2 * symbol + 1]);
  }

  /** The series that the references name, from the cache if it still lives. */
  #seriesOf(bytes: Uint8Array): KnownSeries | Rejection {
    const problem = this.#problemOf(this.#refs);
    if (problem !== '') return { reason: 'invalid_labels', message: `a series of the request: ${problem}` };
    const length = this.#writeKey(bytes);
    const known = this.#known.get(this.#key, 0, length);
    if (known !== undefined && this.#appender.isLive(known.ref)) return known;
    this.#addLabels(bytes, this.#refs);
    const labels = this.#labels.finish();
    if ('reason' in labels) return labels;
    const ref = this.#appender.series(labels);
    if (typeof ref !== 'number') return ref;
    const series = { ref, family: labelValue(labels, METRIC_NAME) };
    this.#known.set(this.#key, 0, length, series);
    return series;
  }

  #problemOf(refs: readonly number[]): string {
    if (refs.length % 2 !== 0) return `${refs.length} label references, names and values must come in pairs`;
    for (const symbol of refs) {
      if (symbol >= this.#symbolCount) return `symbol ${symbol} is not among the ${this.#symbolCount} that were sent`;
    }
    return '';
  }

  #writeKey(bytes: Uint8Array): number {
    const symbols = this.#symbols;
    let length = 0;
    for (const symbol of this.#refs) length += 4 + symbols[2 * symbol + 1] - symbols[2 * symbol];
    if (length > this.#key.length) this.#key = new Uint8Array(2 * length);
    const key = this.#key;
    let at = 0;
    for (const symbol of this.#refs) {
      const from = symbols[2 * symbol];
      const to = symbols[2 * symbol + 1];
      const size = to - from;
      key[at++] = size;
      key[at++] = size >>> 8;
      key[at++] = size >>> 16;
      key[at++] = size >>> 24;
      for (let i = from; i < to; i++) key[at++] = bytes[i];
    }
    return length;
  }

  #addLabels(bytes: Uint8Array, refs: readonly number[]): void {
    const symbols = this.#symbols;
    this.#labels.clear();
    for (let i = 0; i < refs.length; i += 2) {
      const [name, value] = [2 * refs[i], 2 * refs[i + 1]];
      this.#labels.add(bytes, symbols[name], symbols[name + 1], symbols[value], symbols[value + 1]);
    }
  }

  #appendExemplars(bytes: Uint8Array, ref: SeriesRef): void {
    const { exemplars } = this.#points;
    if (exemplars.length === 0) return;
    this.#exemplars += appendExemplars(this.#appender, ref, bytes, exemplars, (reader): Exemplar | null => {
      const refs: number[] = [];
      const read = readExemplar(reader, () => readRefs(reader, refs));
      if (this.#problemOf(refs) !== '') return null;
      this.#addLabels(bytes, refs);
      const labels = this.#labels.finishExemplar();
      return labels === null ? null : { ...read, labels };
    });
  }
}

/** A repeated uint32, packed or not. */
function readRefs(reader: ProtobufReader, into: number[]): void {
  if (reader.wire !== WIRE_BYTES) {
    reader.expectWire(WIRE_VARINT);
    into.push(reader.uint32());
    return;
  }
  const outer = reader.enter();
  while (reader.position < reader.end) into.push(reader.uint32());
  reader.leave(outer);
}
