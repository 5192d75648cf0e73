/** What a query answers, as the `data` of Prometheus' envelope. */

import type { MatrixSeries, QueryValue, VectorSample } from '@chimera/promql-engine';
import type { Histogram } from '@chimera/tsdb-model';
import type { ChunkWriter } from './chunk-writer.ts';
import { type StepPrefixes, samplePrefixes, stepPrefixes } from './step-prefixes.ts';
import { MAX_FLOAT_BYTES, writeFloatAt } from './write-float.ts';
import { writeHistogram } from './write-histogram.ts';
import { writeLabels } from './write-labels.ts';
import { writeSamples } from './write-samples.ts';
import { writeString } from './write-string.ts';
import { formatTimestamp } from './write-timestamp.ts';

/** Writes `{"resultType":...,"result":...}` without the closing brace: `stats` may follow. */
export function writeQueryValue(out: ChunkWriter, value: QueryValue): void {
  out.ascii(`{"resultType":"${value.type}","result":`);
  switch (value.type) {
    case 'matrix':
      writeMatrix(out, value);
      return;
    case 'vector':
      writeVector(out, value.samples, formatTimestamp(value.timestampMs));
      return;
    case 'scalar':
      writePair(out, formatTimestamp(value.timestampMs), value.value);
      return;
    case 'string':
      out.ascii(`[${formatTimestamp(value.timestampMs)},`);
      writeString(out, value.value);
      out.ascii(']');
  }
}

function writeMatrix(out: ChunkWriter, { grid, series }: Extract<QueryValue, { type: 'matrix' }>): void {
  const shared = grid === null ? null : stepPrefixes(grid);
  out.ascii('[');
  series.forEach((one, i) => {
    if (i > 0) out.ascii(',');
    writeSeries(out, one, shared);
  });
  out.ascii(']');
}

function writeSeries(out: ChunkWriter, series: MatrixSeries, shared: StepPrefixes | null): void {
  const { labels, timestamps, values, present, histograms } = series;
  const prefixes = timestamps === null ? shared : samplePrefixes(timestamps);
  if (prefixes === null) return;
  out.ascii('{"metric":');
  writeLabels(out, labels);
  const hasFloats = histograms === null || histograms.some((histogram, k) => histogram === null && present?.[k] !== 0);
  if (hasFloats) {
    out.ascii(',"values":[');
    writeSamples(out, { values, present, histograms }, prefixes);
    out.ascii(']');
  }
  if (histograms?.some((histogram) => histogram !== null)) writeHistograms(out, histograms, prefixes);
  out.ascii('}');
}

function writeHistograms(out: ChunkWriter, histograms: readonly (Histogram | null)[], prefixes: StepPrefixes): void {
  const { view, strideWords, lengths } = prefixes;
  let written = 0;
  histograms.forEach((histogram, k) => {
    if (histogram === null) return;
    out.ascii(written++ === 0 ? ',"histograms":[' : ',');
    const from = view.byteOffset + 4 * strideWords * k;
    // The prefix ends with the quote of a float's value, which a histogram does not have.
    out.ascii(Buffer.from(view.buffer, from, (lengths[k] as number) - 1).toString('latin1'));
    writeHistogram(out, histogram);
    out.ascii(']');
  });
  out.ascii(']');
}

function writeVector(out: ChunkWriter, samples: readonly VectorSample[], time: string): void {
  out.ascii('[');
  samples.forEach(({ labels, value, histogram }, i) => {
    out.ascii(i > 0 ? ',{"metric":' : '{"metric":');
    writeLabels(out, labels);
    if (histogram === null) {
      out.ascii(',"value":');
      writePair(out, time, value);
    } else {
      out.ascii(`,"histogram":[${time},`);
      writeHistogram(out, histogram);
      out.ascii(']');
    }
    out.ascii('}');
  });
  out.ascii(']');
}

function writePair(out: ChunkWriter, time: string, value: number): void {
  out.ascii(`[${time},"`);
  out.reserve(MAX_FLOAT_BYTES + 2);
  out.length = writeFloatAt(out.bytes, out.length, value);
  out.ascii('"]');
}
