/** A board as Grafana 7.5.5 reads it from a file: schema 27, data sources by name, the same bytes every time. */
import { type Board, panelsOf } from './board.ts';
import { DashboardError } from './dashboard-error.ts';
import { placeRows } from './layout.ts';
import { type Json, panelJson } from './panels/panel-json.ts';
import { presetTitle, REFRESH_INTERVALS } from './time-range.ts';
import { variableJson } from './variable-json.ts';

/** The highest schema that 7.5.5 knows; 8.3 and later write data sources as objects, which it cannot read. */
export const SCHEMA_VERSION = 27;

/** kubectl's annotation, and so a ConfigMap that is applied without server-side apply, ends here. */
export const LARGEST_BYTES = 262_144;

/** The tag by which boards link to each other. */
const TAG = 'chimera';

export function dashboardJson(board: Board): Record<string, Json> {
  const datasource = board.variables.some(({ kind }) => kind === 'datasource') ? '$datasource' : board.datasource;
  return {
    uid: board.uid,
    id: null,
    title: board.title,
    description: board.description,
    tags: [TAG, board.component],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    // Provisioned boards are read-only in the browser.
    editable: false,
    style: 'dark',
    timezone: '',
    graphTooltip: 1,
    refresh: board.refresh === '' ? false : board.refresh,
    time: { from: board.time, to: 'now' },
    timepicker: { refresh_intervals: REFRESH_INTERVALS },
    annotations: { list: [] },
    links: linksJson(board),
    templating: { list: board.variables.map((variable) => variableJson(variable, datasource)) },
    panels: rowsJson(board, datasource),
  };
}

/** Minified JSON. Throws DashboardError `too_large` when no ConfigMap could hold it. */
export function dashboardText(board: Board): string {
  const text = JSON.stringify(dashboardJson(board));
  const bytes = new TextEncoder().encode(text).length;
  if (bytes >= LARGEST_BYTES)
    throw new DashboardError('too_large', `board ${board.uid} has ${bytes} bytes, ${LARGEST_BYTES} or more: split it`);
  return text;
}

/** Ids count from 1, rows first: stable as long as no row is added. */
function rowsJson(board: Board, datasource: string): Json[] {
  let panelId = board.rows.length;
  return placeRows(board.rows).flatMap(({ row, gridPos, panels }, i): Json[] => {
    const placed = panels.map(({ panel, gridPos: at }) => panelJson(panel, ++panelId, at, datasource));
    const head = { id: i + 1, type: 'row', title: row.title, collapsed: row.collapsed, gridPos };
    return row.collapsed ? [{ ...head, panels: placed }] : [{ ...head, panels: [] }, ...placed];
  });
}

function linksJson(board: Board): Json[] {
  const link = { asDropdown: false, includeVars: true, keepTime: false, targetBlank: false, tooltip: '', tags: [] };
  return [
    {
      ...link,
      type: 'dashboards',
      title: 'Boards',
      icon: 'external link',
      asDropdown: true,
      includeVars: false,
      keepTime: true,
      tags: [TAG],
    },
    ...board.presets.map((preset) => ({
      ...link,
      type: 'link',
      title: presetTitle(preset),
      icon: 'time',
      tooltip: `The last ${presetTitle(preset)}`,
      url: `/d/${board.uid}?from=${preset}&to=now`,
    })),
  ];
}

/** How many panels and queries a board has. */
export function sizeOf(board: Board): { panels: number; queries: number; bytes: number } {
  const panels = panelsOf(board);
  const queries = panels.reduce((sum, panel) => sum + panel.queries.length, 0);
  return { panels: panels.length, queries, bytes: new TextEncoder().encode(dashboardText(board)).length };
}
