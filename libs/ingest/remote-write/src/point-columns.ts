/**
 * What one `TimeSeries` message holds, in columns that are reused: samples without an object each, histograms, and where
 * its exemplars lie.
 */
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '@chimera/bytes';
import { writeStaleAt } from '@chimera/tsdb-model';
import type { AppendCounts, Appender, Rejection, SeriesRef } from '@chimera/tsdb-storage';
import { decodeHistogram, type HistogramSample } from './decode-histogram.ts';

export class PointColumns {
  /** Start and end of each exemplar's message. */
  readonly exemplars: number[] = [];
  #timestamps = new Float64Array(256);
  #values = new Float64Array(256);
  #words = new Uint32Array(this.#values.buffer);
  #count = 0;
  /** Index and start timestamp of the samples that have one. */
  readonly #starts: number[] = [];
  readonly #histograms: (HistogramSample | Rejection)[] = [];

  /** Samples and histograms. */
  get count(): number {
    return this.#count + this.#histograms.length;
  }

  clear(): void {
    this.#count = 0;
    this.#starts.length = 0;
    this.#histograms.length = 0;
    this.exemplars.length = 0;
  }

  readHistogram(reader: ProtobufReader): void {
    this.#histograms.push(decodeHistogram(reader));
  }

  noteExemplar(reader: ProtobufReader): void {
    reader.expectWire(WIRE_BYTES);
    const from = reader.range();
    this.exemplars.push(from, reader.position);
  }

  /** Appends samples and histograms; returns how many of those accepted are histograms. */
  appendTo(appender: Appender, series: SeriesRef | Rejection, counts: AppendCounts): number {
    if (typeof series !== 'number') {
      counts.reject(series, Math.max(1, this.count));
      return 0;
    }
    const refused = counts.rejected;
    if (this.#count > 0) appender.append(series, this.#timestamps, this.#values, 0, this.#count, counts);
    const starts = this.#starts;
    // The store takes our word that the samples are there.
    for (let k = 0; k < starts.length && counts.rejected === refused; k += 2) {
      appender.setStartTimestamp?.(series, this.#timestamps[starts[k]], starts[k + 1]);
    }
    const before = counts.accepted;
    for (const sample of this.#histograms) {
      if ('reason' in sample) counts.reject(sample);
      else if (sample.histogram === null) this.#appendStale(appender, series, sample.timestampMs, counts);
      else appender.appendHistogram(series, sample.timestampMs, sample.histogram, counts);
    }
    return counts.accepted - before;
  }

  #appendStale(appender: Appender, series: SeriesRef, timestampMs: number, counts: AppendCounts): void {
    this.#timestamps[0] = timestampMs;
    writeStaleAt(this.#words, 0);
    appender.append(series, this.#timestamps, this.#values, 0, 1, counts);
  }

  /** `Sample`: value = 1 (double), timestamp = 2 (int64, Unix ms); 2.0 has start_timestamp = 3. */
  readSample(reader: ProtobufReader): void {
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
      } else if (reader.field === 3) {
        reader.expectWire(WIRE_VARINT);
        this.#starts.push(i, reader.int64());
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
}
