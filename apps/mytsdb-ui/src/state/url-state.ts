/** What the page shows, in its address: a link shows the same. */
import { RANGES, type RangeName } from '../query/ranges.ts';

export type Tab = 'table' | 'graph';

export type View = { readonly query: string; readonly tab: Tab; readonly range: RangeName };

export const START_VIEW: View = { query: '', tab: 'graph', range: '1h' };

/**
 * Reads a URL's search part; what is missing or unknown becomes the start view's. Links to Prometheus' own page
 * (`/graph?g0.expr=up&g0.tab=1&g0.range_input=1h`), as alerts and Grafana make them, show their first query.
 */
export function readView(search: string): View {
  const parameters = new URLSearchParams(search);
  const theirs = parameters.get('g0.expr');
  const [query, tab, rangeName] =
    theirs === null
      ? [parameters.get('q'), parameters.get('tab'), parameters.get('range')]
      : [
          theirs,
          parameters.get('g0.tab') === '1' ? 'table' : parameters.get('g0.tab'),
          parameters.get('g0.range_input'),
        ];
  const range = RANGES.find(({ name }) => name === rangeName);
  return {
    query: query ?? START_VIEW.query,
    tab: tab === 'table' ? 'table' : START_VIEW.tab,
    range: range?.name ?? START_VIEW.range,
  };
}

/** The search part that reads back to `view`. */
export function writeView({ query, tab, range }: View): string {
  if (query === '') return '';
  return `?${new URLSearchParams({ q: query, tab, range }).toString()}`;
}
