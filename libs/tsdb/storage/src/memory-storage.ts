/**
 * The simplest store that keeps the contracts: plain arrays, one list of samples per series. Tests of the engine and of
 * ingestion run against it, and the contract's test cases run against it and the head alike.
 */
import {
  compareStrings,
  compileMatcher,
  type Histogram,
  isStaleAt,
  type Labels,
  labelNames,
  labelsKey,
  labelValue,
  type Matcher,
  type MetricMetadata,
} from '@chimera/tsdb-model';
import type { AppendCounts, Appender, SeriesRef } from './appender.ts';
import type { Querier, Queryable, SeriesSet, TimeRange } from './querier.ts';
import { stepsFromSamples } from './read-steps.ts';
import { SampleBuffer } from './sample-buffer.ts';
import { storedHint, withHint } from './stored-hint.ts';

type StoredSample = {
  timestampMs: number;
  value: number;
  stale: boolean;
  histogram: Histogram | null;
  startTimestampMs: number;
};

type StoredSeries = { labels: Labels; samples: StoredSample[] };

export type MemoryStorage = Queryable &
  Appender & {
    /** Start timestamp of the sample that was appended last to the series at this time, Unix ms. */
    setStartTimestamp(ref: SeriesRef, timestampMs: number, startTimestampMs: number): void;
    readonly metadataByFamily: ReadonlyMap<string, MetricMetadata>;
  };

export function createMemoryStorage(): MemoryStorage {
  const series: StoredSeries[] = [];
  const refs = new Map<string, SeriesRef>();
  const metadataByFamily = new Map<string, MetricMetadata>();

  const insert = (ref: SeriesRef, sample: StoredSample, counts: AppendCounts): void => {
    const { samples } = series[ref] as StoredSeries;
    let at = samples.length;
    while (at > 0 && (samples[at - 1] as StoredSample).timestampMs > sample.timestampMs) at--;
    const existing = samples[at - 1];
    if (existing?.timestampMs === sample.timestampMs) {
      const same =
        existing.stale === sample.stale &&
        Object.is(existing.value, sample.value) &&
        !existing.histogram &&
        !sample.histogram;
      if (same) counts.accepted++;
      else
        counts.reject({
          reason: 'duplicate_timestamp',
          message: `duplicate sample for timestamp ${sample.timestampMs}`,
        });
      return;
    }
    const stored = sample.histogram === null ? sample : hinted(sample, existing);
    const next = samples[at];
    if (next?.histogram?.counterResetHint === 'not_reset') {
      samples[at] = { ...next, histogram: withHint(next.histogram, 'unknown') };
    }
    samples.splice(at, 0, stored);
    counts.accepted++;
  };

  const appendAt =
    (timeOf: (i: number) => number): Appender['append'] =>
    (ref, _, values, from, to, counts) => {
      const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
      for (let i = from; i < to; i++) {
        const value = values[i] as number;
        insert(
          ref,
          { timestampMs: timeOf(i), value, stale: isStaleAt(words, i), histogram: null, startTimestampMs: 0 },
          counts,
        );
      }
    };

  return {
    series: (labels) => {
      const key = labelsKey(labels);
      const known = refs.get(key);
      if (known !== undefined) return known;
      refs.set(key, series.length);
      series.push({ labels, samples: [] });
      return series.length - 1;
    },
    isLive: (ref) => ref < series.length,
    append: (ref, timestamps, values, from, to, counts) =>
      appendAt((i) => timestamps[i] as number)(ref, timestamps, values, from, to, counts),
    appendRegular: (ref, startMs, stepMs, values, from, to, counts) =>
      appendAt((i) => startMs + (i - from) * stepMs)(ref, values, values, from, to, counts),
    appendHistogram: (ref, timestampMs, histogram, counts) =>
      insert(ref, { timestampMs, value: 0, stale: false, histogram, startTimestampMs: 0 }, counts),
    setStartTimestamp: (ref, timestampMs, startTimestampMs) => {
      const sample = series[ref]?.samples.find((stored) => stored.timestampMs === timestampMs);
      if (sample !== undefined) sample.startTimestampMs = startTimestampMs;
    },
    metadata: (family, metadata) => void metadataByFamily.set(family, metadata),
    metadataByFamily,
    querier: () => memoryQuerier(series),
  };
}

/** A histogram sample as it is kept after the one before it. */
function hinted(sample: StoredSample, previous: StoredSample | undefined): StoredSample {
  const histogram = sample.histogram as Histogram;
  return { ...sample, histogram: withHint(histogram, storedHint(histogram, previous?.histogram ?? null)) };
}

function memoryQuerier(series: readonly StoredSeries[]): Querier {
  const matching = (matchers: readonly Matcher[], range: TimeRange): StoredSeries[] => {
    const compiled = matchers.map(compileMatcher);
    return series.filter(
      ({ labels, samples }) =>
        compiled.every(({ matcher, matches }) => matches(labelValue(labels, matcher.name))) &&
        samples.some(({ timestampMs }) => timestampMs >= range.minMs && timestampMs <= range.maxMs),
    );
  };
  const matchingAny = (sets: readonly (readonly Matcher[])[], range: TimeRange): StoredSeries[] =>
    sets.length === 0 ? matching([], range) : [...new Set(sets.flatMap((matchers) => matching(matchers, range)))];
  const sorted = (texts: Iterable<string>): string[] => [...new Set(texts)].sort(compareStrings);
  return {
    select: async (matchers, range) => seriesSet(matching(matchers, range)),
    labelNames: async (sets, range) => sorted(matchingAny(sets, range).flatMap(({ labels }) => labelNames(labels))),
    labelValues: async (name, sets, range) =>
      sorted(matchingAny(sets, range).map(({ labels }) => labelValue(labels, name))).filter((value) => value !== ''),
    close: () => {},
  };
}

function seriesSet(selected: readonly StoredSeries[]): SeriesSet {
  const scratch = new SampleBuffer();
  const read: SeriesSet['read'] = (index, { minMs, maxMs }, out) => {
    out.clear();
    const samples = (selected[index] as StoredSeries).samples.filter(
      (s) => s.timestampMs >= minMs && s.timestampMs <= maxMs,
    );
    out.reserve(samples.length);
    if (samples.some((s) => s.histogram !== null)) out.histograms = samples.map((s) => s.histogram);
    if (samples.some((s) => s.startTimestampMs !== 0))
      out.startTimestamps = Float64Array.from(samples, (s) => s.startTimestampMs);
    samples.forEach((sample, i) => {
      out.timestamps[i] = sample.timestampMs;
      out.values[i] = sample.value;
      if (sample.stale) out.markStale(i);
    });
    out.count = samples.length;
  };
  return {
    labels: selected.map(({ labels }) => labels),
    read,
    readSteps: (index, grid, lookbackMs, out) => {
      const lastMs = grid.startMs + (grid.count - 1) * grid.stepMs;
      read(index, { minMs: grid.startMs - lookbackMs, maxMs: lastMs }, scratch);
      stepsFromSamples(scratch, grid, lookbackMs, out);
    },
  };
}
