/** An answer of type STREAMED_XOR_CHUNKS: frames of one series each, with its samples in compressed chunks. */
import { ProtobufWriter } from '@chimera/bytes';
import { compareLabels, type Labels } from '@chimera/tsdb-model';
import { SampleBuffer, type SeriesSet, type TimeRange } from '@chimera/tsdb-storage';
import { crc32c } from './crc32c.ts';
import { valueWords } from './value-words.ts';
import { HistogramChunkEncoder } from './xor/histogram-chunk.ts';
import { XorChunkEncoder } from './xor/xor-chunk.ts';

/** As Prometheus cuts them. */
const SAMPLES_PER_CHUNK = 120;
/** `Chunk.Encoding`. */
const XOR = 1;
const FLOAT_HISTOGRAM = 3;

/** One query's answer, series by series in the order of their labels, each frame when it is asked for. */
export function* chunkFrames(
  set: SeriesSet,
  range: TimeRange,
  queryIndex: number,
  maxFrameBytes: number,
): Generator<Uint8Array> {
  const order = set.labels.map((_, i) => i).sort((a, b) => compareLabels(set.labels[a], set.labels[b]));
  const samples = new SampleBuffer();
  const encoders = { xor: new XorChunkEncoder(), histogram: new HistogramChunkEncoder() };
  for (const index of order) {
    set.read(index, range, samples);
    let chunks: Uint8Array[] = [];
    let size = 0;
    for (const chunk of encodeChunks(samples, encoders)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size < maxFrameBytes) continue;
      yield frame(set.labels[index], chunks, queryIndex);
      chunks = [];
      size = 0;
    }
    if (chunks.length > 0) yield frame(set.labels[index], chunks, queryIndex);
  }
}

/** `Chunk` messages: min_time_ms = 1, max_time_ms = 2, type = 3, data = 4. */
function* encodeChunks(
  samples: SampleBuffer,
  { xor, histogram }: { readonly xor: XorChunkEncoder; readonly histogram: HistogramChunkEncoder },
): Generator<Uint8Array> {
  const { timestamps, histograms, count } = samples;
  const words = valueWords(samples);
  for (let from = 0; from < count; ) {
    const native = histograms?.[from] ?? null;
    let to = from + 1;
    if (native === null) {
      while (to < count && to - from < SAMPLES_PER_CHUNK && (histograms?.[to] ?? null) === null) to++;
    }
    const data = native === null ? xor.encode(timestamps, words, from, to) : histogram.encode(timestamps[from], native);
    yield new ProtobufWriter(data.length + 32)
      .varint(1, timestamps[from])
      .varint(2, timestamps[to - 1])
      .varint(3, native === null ? XOR : FLOAT_HISTOGRAM)
      .bytes(4, data)
      .finish();
    from = to;
  }
}

/** Its length as a varint, its checksum (big-endian), and `ChunkedReadResponse`: chunked_series = 1, query_index = 2. */
function frame(labels: Labels, chunks: readonly Uint8Array[], queryIndex: number): Uint8Array {
  const message = new ProtobufWriter(4_096).message(1, (series) => {
    writeLabels(series, labels);
    for (const chunk of chunks) series.bytes(2, chunk);
  });
  if (queryIndex > 0) message.varint(2, queryIndex);
  const data = message.finish();
  const head: number[] = [];
  let length = data.length;
  for (; length >= 0x80; length >>>= 7) head.push((length & 0x7f) | 0x80);
  head.push(length);
  const bytes = new Uint8Array(head.length + 4 + data.length);
  bytes.set(head);
  new DataView(bytes.buffer).setUint32(head.length, crc32c(data));
  bytes.set(data, head.length + 4);
  return bytes;
}

/** `repeated Label labels = 1`, in both kinds of answers: name = 1, value = 2. */
export function writeLabels(writer: ProtobufWriter, labels: Labels): void {
  for (let i = 0; i < labels.length; i += 2) {
    writer.message(1, (label) => void label.string(1, labels[i]).string(2, labels[i + 1]));
  }
}
