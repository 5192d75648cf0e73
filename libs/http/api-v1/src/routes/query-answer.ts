/** What `/query` and `/query_range` answer: the value, cut to `limit`, statistics when asked for, remarks. */
import type { QueryResult, QueryValue } from '@chimera/promql-engine';
import { quote } from '@chimera/promql-parser';
import type { StepGrid } from '@chimera/tsdb-storage';
import type { ChunkWriter } from '../json/chunk-writer.ts';
import { type Remarks, shownRemarks } from '../json/write-envelope.ts';
import { writeQueryValue } from '../json/write-result.ts';
import { TRUNCATED } from '../params/parse-limit.ts';

export type AnswerOptions = {
  /** Most series; 0 is no limit. */
  readonly limit: number;
  /** The `stats` parameter. */
  readonly stats: string;
  readonly evaluatedMs: number;
  /** The steps that were evaluated. */
  readonly grid: Pick<StepGrid, 'startMs' | 'stepMs'>;
};

/** An evaluated query: what the engine gave, and what the request asked to be made of it. */
export type Evaluated = { readonly result: QueryResult; readonly options: AnswerOptions };

/** A query's answer for writers of other formats than JSON; the remarks are those that JSON would show. */
export type QueryOutcome = Remarks & { readonly value: QueryValue };

export function outcomeOf({ result, options: { limit } }: Evaluated): QueryOutcome {
  const { value, warnings } = cutTo(limit, result);
  return { value, ...shownRemarks({ warnings, infos: result.infos }) };
}

export function writeAnswer(out: ChunkWriter, { result, options }: Evaluated): Remarks {
  const { stats } = options;
  const { value, warnings } = cutTo(options.limit, result);
  writeQueryValue(out, value);
  if (stats !== '') {
    out.ascii(`,"stats":${JSON.stringify(statsOf(result, options))}`);
    if (stats !== 'true' && stats !== 'all') warnings.push(deprecatedStats(stats));
  }
  out.ascii('}');
  return { warnings, infos: result.infos };
}

function cutTo(limit: number, result: QueryResult): { value: QueryValue; warnings: string[] } {
  const value = limit === 0 ? result.value : firstSeries(result.value, limit);
  return { value, warnings: value === result.value ? [...result.warnings] : [...result.warnings, TRUNCATED] };
}

function firstSeries(value: QueryValue, limit: number): QueryValue {
  if (value.type === 'matrix' && value.series.length > limit) return { ...value, series: value.series.slice(0, limit) };
  if (value.type === 'vector' && value.samples.length > limit)
    return { ...value, samples: value.samples.slice(0, limit) };
  return value;
}

function statsOf({ stats }: QueryResult, { stats: wanted, evaluatedMs, grid }: AnswerOptions): object {
  const perStep = stats.samplesPerStep ?? new Float64Array(0);
  const seconds = evaluatedMs / 1000;
  return {
    timings: {
      evalTotalTime: seconds,
      resultSortTime: 0,
      queryPreparationTime: 0,
      innerEvalTime: seconds,
      execQueueTime: 0,
      execTotalTime: seconds,
    },
    samples: {
      ...(wanted === 'all'
        ? { totalQueryableSamplesPerStep: Array.from(perStep, (n, k) => [(grid.startMs + k * grid.stepMs) / 1000, n]) }
        : {}),
      totalQueryableSamples: perStep.reduce((sum, samples) => sum + samples, 0),
      samplesRead: stats.samplesRead,
      peakSamples: stats.peakSamples,
    },
  };
}

function deprecatedStats(value: string): string {
  return `value ${quote(value)} for parameter "stats" is deprecated and will be rejected in the next major release, use "true" or "all"`;
}
