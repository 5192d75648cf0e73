/** What the page shows, in its address: a link shows the same. */
import { RANGES, type RangeName } from '../query/ranges.ts';

export type Tab = 'table' | 'graph';

export type View = { readonly query: string; readonly tab: Tab; readonly range: RangeName };

export const START_VIEW: View = { query: '', tab: 'graph', range: '1h' };

/** Reads a URL's search part; what is missing or unknown becomes the start view's. */
export function readView(search: string): View {
  const parameters = new URLSearchParams(search);
  const range = RANGES.find(({ name }) => name === parameters.get('range'));
  return {
    query: parameters.get('q') ?? START_VIEW.query,
    tab: parameters.get('tab') === 'table' ? 'table' : START_VIEW.tab,
    range: range?.name ?? START_VIEW.range,
  };
}

/** The search part that reads back to `view`. */
export function writeView({ query, tab, range }: View): string {
  if (query === '') return '';
  return `?${new URLSearchParams({ q: query, tab, range }).toString()}`;
}
