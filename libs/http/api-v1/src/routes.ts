/** All routes below `/api/v1`: a new one is a file under `routes/` and a line here. */
import type { Method, Route } from './route.ts';
import { cancelQuery } from './routes/cancel-query.ts';
import * as empty from './routes/empty-answers.ts';
import { formatQuery } from './routes/format-query.ts';
import { labelValues } from './routes/label-values.ts';
import { labels } from './routes/labels.ts';
import { metadata } from './routes/metadata.ts';
import { parseQuery } from './routes/parse-query.ts';
import { query } from './routes/query.ts';
import { queryExemplars } from './routes/query-exemplars.ts';
import { queryRange } from './routes/query-range.ts';
import { rules } from './routes/rules.ts';
import { series } from './routes/series.ts';
import * as status from './routes/status.ts';
import { targetMetadata, targets } from './routes/targets.ts';
import { tsdbStatus } from './routes/tsdb-status.ts';

const READ: readonly Method[] = ['GET'];
const WRITE: readonly Method[] = ['POST'];
const FORM: readonly Method[] = ['GET', 'POST'];

export const ROUTES: readonly Route[] = [
  { path: '/alertmanagers', methods: READ, runs: 'status', handle: empty.alertmanagers },
  { path: '/alerts', methods: READ, runs: 'status', handle: empty.alerts },
  { path: '/format_query', methods: FORM, runs: 'query', handle: formatQuery },
  { path: '/label/:name/values', methods: READ, runs: 'query', handle: labelValues },
  { path: '/labels', methods: FORM, runs: 'query', handle: labels },
  { path: '/metadata', methods: READ, runs: 'status', handle: metadata },
  { path: '/notifications', methods: READ, runs: 'status', handle: empty.notifications },
  { path: '/parse_query', methods: FORM, runs: 'query', handle: parseQuery },
  { path: '/query', methods: FORM, runs: 'query', handle: query },
  { path: '/query_exemplars', methods: FORM, runs: 'status', handle: queryExemplars },
  { path: '/query_range', methods: FORM, runs: 'query', handle: queryRange },
  { path: '/rules', methods: READ, runs: 'status', handle: rules },
  { path: '/scrape_pools', methods: READ, runs: 'status', handle: empty.scrapePools },
  { path: '/series', methods: FORM, runs: 'query', handle: series },
  { path: '/status/active_queries', methods: READ, runs: 'status', handle: status.activeQueries },
  { path: '/status/active_queries/cancel', methods: WRITE, runs: 'status', handle: cancelQuery },
  { path: '/status/buildinfo', methods: READ, runs: 'status', handle: status.buildInfo },
  { path: '/status/config', methods: READ, runs: 'status', handle: status.config },
  { path: '/status/flags', methods: READ, runs: 'status', handle: status.flags },
  { path: '/status/runtimeinfo', methods: READ, runs: 'status', handle: status.runtimeInfo },
  { path: '/status/tsdb', methods: READ, runs: 'query', handle: tsdbStatus },
  { path: '/targets', methods: READ, runs: 'status', handle: targets },
  { path: '/targets/metadata', methods: READ, runs: 'status', handle: targetMetadata },
];

/** Where a request belongs: `name` is the variable part of the path, decoded. */
export type RouteMatch =
  | { readonly found: 'route'; readonly route: Route; readonly name: string }
  | { readonly found: 'wrong_method'; readonly allow: string }
  | { readonly found: 'nothing' };

const LABEL_VALUES = /^\/label\/([^/]+)\/values$/;
const byPath = new Map(ROUTES.map((route) => [route.path, route]));

/** Finds the route of `path`, which starts after `/api/v1`. HEAD counts as GET. */
export function matchRoute(method: string, path: string): RouteMatch {
  const labelName = LABEL_VALUES.exec(path);
  const route = byPath.get(labelName === null ? path : '/label/:name/values');
  if (route === undefined) return { found: 'nothing' };
  const { methods } = route;
  const wanted = method === 'HEAD' ? 'GET' : method;
  if (!methods.some((allowed) => allowed === wanted)) {
    return { found: 'wrong_method', allow: [...methods, 'OPTIONS'].join(', ') };
  }
  return { found: 'route', route, name: labelName === null ? '' : decodeName(labelName[1] as string) };
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not valid percent-encoding: no label has such a name, and the route says so.
    return '\ufffd';
  }
}
