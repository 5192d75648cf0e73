/** A board: what an author writes, checked once and for all when it is made. */
import { DashboardError } from './dashboard-error.ts';
import { placeRows, type Row } from './layout.ts';
import type { Panel } from './panels/panel.ts';
import type { Refresh, TimePreset } from './time-range.ts';
import { type DatasourceName, type Variable, variablesIn } from './variable.ts';

/** The grafana.com dashboards of 2016 to 2018 that ours replace. */
export type ReplacedId = 405 | 893 | 1621 | 6417 | 315 | 6879 | 8670 | 8685 | 1471 | 7249 | 4475;

/** Folders in Grafana. */
export type Folder = 'Kubernetes' | 'MyTSDB' | 'Observability' | 'API ecosystem' | 'Data management' | 'Platform';

export type Board = {
  /** Stable: part of its address, of its file and of its ConfigMap's name. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly folder: Folder;
  /** Name of the component that it belongs to, and that mounts it. */
  readonly component: string;
  readonly replaces: readonly ReplacedId[];
  readonly datasource: DatasourceName;
  readonly variables: readonly Variable[];
  readonly time: TimePreset;
  /** Links beside the time picker. */
  readonly presets: readonly TimePreset[];
  readonly refresh: Refresh;
  readonly rows: readonly Row[];
};

export type BoardOptions = Pick<Board, 'uid' | 'title' | 'description' | 'folder' | 'component' | 'rows'> &
  Partial<Pick<Board, 'replaces' | 'datasource' | 'variables' | 'time' | 'presets' | 'refresh'>>;

/** A reason shorter than this explains nothing. */
const SHORTEST_REASON = 10;

/** Throws DashboardError for a bad uid, an unknown variable, two panels of one title in a row, or a bad layout. */
export function board(options: BoardOptions): Board {
  const made: Board = {
    replaces: [],
    datasource: 'Prometheus',
    variables: [],
    time: 'now-1h',
    presets: [],
    refresh: '30s',
    ...options,
  };
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(made.uid) || made.uid.length > 40)
    throw new DashboardError(
      'bad_uid',
      `uid "${made.uid}" must be lower case words with hyphens, 40 characters at most`,
    );
  placeRows(made.rows);
  checkVariables(made);
  for (const row of made.rows) checkPanels(made, row);
  return made;
}

/** All panels, top to bottom. */
export function panelsOf({ rows }: Pick<Board, 'rows'>): Panel[] {
  return rows.flatMap(({ panels }) => panels);
}

function checkVariables({ uid, variables, rows }: Board): void {
  const known = new Set<string>();
  const demand = (where: string, text: string): void => {
    const missing = variablesIn(text).find((name) => !known.has(name));
    if (missing !== undefined)
      throw new DashboardError(
        'unknown_variable',
        `board ${uid}: ${where} uses $${missing}, which no earlier variable defines`,
      );
  };
  for (const variable of variables) {
    if (variable.kind === 'label-values') demand(`variable ${variable.name}`, variable.selector);
    if (known.has(variable.name))
      throw new DashboardError('duplicate_name', `board ${uid} has two variables named ${variable.name}`);
    known.add(variable.name);
  }
  for (const panel of panelsOf({ rows })) for (const { expr } of panel.queries) demand(`panel "${panel.title}"`, expr);
}

function checkPanels({ uid }: Board, { title: row, panels }: Row): void {
  const titles = new Set<string>();
  for (const { title, queries } of panels) {
    if (titles.has(title))
      throw new DashboardError('duplicate_name', `board ${uid}, row "${row}" has two panels named "${title}"`);
    titles.add(title);
    for (const { mayBeEmpty, expr } of queries)
      if (mayBeEmpty !== null && mayBeEmpty.length < SHORTEST_REASON)
        throw new DashboardError('no_reason', `board ${uid}, panel "${title}": say why ${expr} may be empty`);
  }
}
