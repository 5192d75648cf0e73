/** Limits of one query: samples held at once, deadline, cancellation. */
import type { Budget } from './operator.ts';
import type { EngineOptions, QueryControl } from './options.ts';
import { QueryError } from './query-error.ts';

/** A budget with its figures, for the result's statistics. */
export type QueryBudget = Budget & { stats(): { readonly samplesRead: number; readonly peakSamples: number } };

/** Starts the clock of the query's timeout. */
export function createBudget(options: EngineOptions, control: QueryControl): QueryBudget {
  const deadlineMs = control.now() + options.timeoutMs;
  let held = 0;
  let peak = 0;
  let read = 0;
  return {
    hold: (samples) => {
      held += samples;
      if (held > peak) peak = held;
      if (held > options.maxSamples) throw tooManySamples();
    },
    release: (samples) => {
      held -= samples;
    },
    countRead: (samples) => {
      read += samples;
    },
    check: () => {
      if (control.isCancelled()) throw new QueryError('canceled', 'query was canceled in expression evaluation');
      if (control.now() > deadlineMs) throw new QueryError('timeout', 'query timed out in expression evaluation');
    },
    stats: () => ({ samplesRead: read, peakSamples: peak }),
  };
}

export function tooManySamples(): QueryError {
  return new QueryError('execution', 'query processing would load too many samples into memory in query execution');
}
