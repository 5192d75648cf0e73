/** Rows of panels on Grafana's grid: panels flow from left to right and wrap, as words of a text do. */
import { DashboardError } from './dashboard-error.ts';
import type { Panel } from './panels/panel.ts';
import type { GridPos } from './panels/panel-json.ts';

export const GRID_WIDTH = 24;

export type Row = {
  readonly title: string;
  readonly panels: readonly Panel[];
  /** Closed until the reader opens it; its queries do not run before. */
  readonly collapsed: boolean;
};

export function row(title: string, panels: readonly Panel[], options: { readonly collapsed?: boolean } = {}): Row {
  return { title, panels, collapsed: options.collapsed ?? false };
}

export type PlacedRow = {
  readonly row: Row;
  readonly gridPos: GridPos;
  readonly panels: readonly { readonly panel: Panel; readonly gridPos: GridPos }[];
};

/** Throws DashboardError `bad_layout` for a panel that does not fit the grid. */
export function placeRows(rows: readonly Row[]): PlacedRow[] {
  let y = 0;
  return rows.map((row) => {
    const gridPos = { x: 0, y, w: GRID_WIDTH, h: 1 };
    y += 1;
    let [x, height] = [0, 0];
    const panels = row.panels.map((panel) => {
      const { width: w, height: h } = panel.size;
      if (!(Number.isInteger(w) && w >= 1 && w <= GRID_WIDTH && Number.isInteger(h) && h >= 1))
        throw new DashboardError('bad_layout', `panel "${panel.title}" is ${w} wide and ${h} high; widths are 1 to 24`);
      if (x + w > GRID_WIDTH) {
        y += height;
        [x, height] = [0, 0];
      }
      const at = { x, y, w, h };
      x += w;
      height = Math.max(height, h);
      return { panel, gridPos: at };
    });
    y += height;
    return { row, gridPos, panels };
  });
}
