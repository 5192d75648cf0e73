/** Runs the query of a view; a newer one ends the older. */
import { useEffect, useState } from 'preact/hooks';
import { ApiFailure, instantQuery, type QueryAnswer, rangeQuery } from '../api/client.ts';
import { rangeUntil } from '../query/ranges.ts';
import type { View } from './url-state.ts';

/** Seconds. */
export type Grid = { readonly start: number; readonly end: number; readonly step: number };

export type QueryState = {
  readonly running: boolean;
  /** The last answer and the view that it belongs to; stays while the next query runs. */
  readonly answer: { readonly view: View; readonly value: QueryAnswer; readonly grid: Grid } | null;
  readonly failure: { readonly view: View; readonly error: ApiFailure } | null;
};

const NOTHING: QueryState = { running: false, answer: null, failure: null };

/** `run` counts the user's wishes to run: a new number runs the same view again. */
export function useQuery(view: View, run: number, ready: boolean): QueryState {
  const [state, setState] = useState<QueryState>(NOTHING);
  useEffect(() => {
    if (view.query.trim() === '' || !ready) {
      // While the server is away its last answer stays in sight, when it is one to this query.
      const stays = (before: QueryState): boolean => !ready && before.answer?.view.query === view.query;
      setState((before) => (stays(before) ? { ...before, running: false } : NOTHING));
      return;
    }
    const ended = new AbortController();
    setState((before) => ({ ...before, running: true }));
    const grid = rangeUntil(Date.now() / 1000, view.range);
    const asked =
      view.tab === 'table' ? instantQuery(view.query, ended.signal) : rangeQuery(view.query, grid, ended.signal);
    asked.then(
      (value) => setState({ running: false, answer: { view, value, grid }, failure: null }),
      (error: unknown) => {
        if (ended.signal.aborted) return;
        const failure = error instanceof ApiFailure ? error : new ApiFailure('page', String(error));
        setState({ running: false, answer: null, failure: { view, error: failure } });
      },
    );
    return () => ended.abort();
  }, [view.query, view.tab, view.range, run, ready]);
  return state;
}
