/** Exemplars: single observations, with the ids of their traces, beside the samples of a series. */
import type { Labels, Matcher } from '@chimera/tsdb-model';
import type { TimeRange } from './querier.ts';

/** `labels` are its own (such as `trace_id`), sorted; they may be empty. Time is Unix ms. */
export type Exemplar = { readonly labels: Labels; readonly value: number; readonly timestampMs: number };

/** The exemplars of one series, ascending by time. */
export type SeriesExemplars = { readonly seriesLabels: Labels; readonly exemplars: readonly Exemplar[] };

/** Most characters (code points) of an exemplar's label names and values together, as OpenMetrics 1.0 has it. */
export const MAX_EXEMPLAR_CHARACTERS = 128;

export interface ExemplarQueryable {
  /** Of the series that satisfy any of the matcher sets, sorted by labels; series without any in the range are left out. */
  queryExemplars(matcherSets: readonly (readonly Matcher[])[], range: TimeRange): SeriesExemplars[];
}
