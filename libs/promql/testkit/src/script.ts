/** A parsed test script: its commands in order. Line numbers are 1-based. */
import type { Labels } from '@chimera/tsdb-model';
import type { StepGrid } from '@chimera/tsdb-storage';
import type { Point } from './point.ts';
import type { StartOffsets } from './start-timestamps.ts';

export type Script = readonly Command[];

export type Command = ClearCommand | LoadCommand | EvalCommand | InvalidCommand;

/** Drops all series. */
export type ClearCommand = { readonly kind: 'clear'; readonly line: number };

/** Adds series; sample i of each is at i * stepMs, Unix milliseconds. */
export type LoadCommand = {
  readonly kind: 'load';
  readonly line: number;
  readonly stepMs: number;
  /** Also store classic histograms as native ones with custom buckets. */
  readonly withCustomBuckets: boolean;
  readonly series: readonly LoadSeries[];
};

export type LoadSeries = {
  readonly labels: Labels;
  readonly points: readonly Point[];
  /** As long as `points`; null: none of the series' samples has a start timestamp. */
  readonly startOffsets: StartOffsets | null;
};

export type EvalCommand = {
  readonly kind: 'eval';
  readonly line: number;
  readonly expression: string;
  /** An instant query has one step. */
  readonly mode:
    | { readonly kind: 'instant'; readonly timeMs: number }
    | { readonly kind: 'range'; readonly grid: StepGrid };
  readonly expected: Expectation;
};

/** A command that is not in the language; an eval counts as failed. */
export type InvalidCommand = {
  readonly kind: 'invalid';
  readonly line: number;
  readonly text: string;
  readonly isEval: boolean;
  readonly message: string;
};

export type Expectation = {
  readonly ordered: boolean;
  /** The evaluation must fail, with a matching message. */
  readonly fail: TextMatch | null;
  /** Each must match an annotation, and each annotation one of them; none: annotations are not looked at. */
  readonly warn: readonly TextMatch[];
  readonly info: readonly TextMatch[];
  readonly noWarn: boolean;
  readonly noInfo: boolean;
  readonly value: ExpectedValue;
};

export type TextMatch =
  | { readonly kind: 'any' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'regex'; readonly regex: RegExp };

export type ExpectedValue =
  | { readonly kind: 'scalar'; readonly point: Point }
  | { readonly kind: 'string'; readonly value: string }
  | {
      readonly kind: 'series';
      readonly series: readonly ExpectedSeries[];
      /** Where the points of a matrix lie; null for an instant vector. */
      readonly grid: StepGrid | null;
    };

export type ExpectedSeries = { readonly labels: Labels; readonly points: readonly Point[] };
