/** An answer of type SAMPLES: `TimeSeries` messages, as remote write has them. */
import { ProtobufWriter } from '@chimera/bytes';
import type { CounterResetHint, Histogram, Labels, Span } from '@chimera/tsdb-model';
import type { SampleBuffer } from '@chimera/tsdb-storage';
import { writeLabels } from './stream-chunks.ts';
import { valueWords } from './value-words.ts';

const HINTS: readonly CounterResetHint[] = ['unknown', 'reset', 'not_reset', 'gauge'];

/** `TimeSeries`: labels = 1, samples = 2, histograms = 4. */
export function writeTimeSeries(labels: Labels, samples: SampleBuffer): Uint8Array {
  const { timestamps, histograms, count } = samples;
  const words = valueWords(samples);
  const series = new ProtobufWriter(256 + 20 * count);
  writeLabels(series, labels);
  const sample = new ProtobufWriter(32);
  for (let i = 0; i < count; i++) {
    const native = histograms?.[i] ?? null;
    if (native !== null) {
      series.bytes(4, writeHistogram(timestamps[i], native));
      continue;
    }
    sample
      .reset()
      .fixed64Words(1, words[2 * i], words[2 * i + 1])
      .varint(2, timestamps[i]);
    series.bytes(2, sample.finish());
  }
  return series.finish();
}

/** `Histogram`, with floats as counts (see remote write's decoder for its fields). */
function writeHistogram(timestampMs: number, histogram: Histogram): Uint8Array {
  const writer = new ProtobufWriter(256)
    .double(2, histogram.count)
    .double(3, histogram.sum)
    .sint(4, histogram.schema)
    .double(5, histogram.zeroThreshold)
    .double(7, histogram.zeroCount);
  for (const span of histogram.negativeSpans) writer.message(8, writeSpan(span));
  for (const count of histogram.negativeBuckets) writer.double(10, count);
  for (const span of histogram.positiveSpans) writer.message(11, writeSpan(span));
  for (const count of histogram.positiveBuckets) writer.double(13, count);
  writer.varint(14, HINTS.indexOf(histogram.counterResetHint)).varint(15, timestampMs);
  for (const bound of histogram.customValues ?? []) writer.double(16, bound);
  return writer.finish();
}

/** `BucketSpan`: offset = 1 (sint32), length = 2. */
function writeSpan({ offset, length }: Span): (writer: ProtobufWriter) => void {
  return (writer) => void writer.sint(1, offset).varint(2, length);
}
