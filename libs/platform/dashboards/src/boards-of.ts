/** What a component mounts. */
import type { BoardFile } from '@chimera/platform-kit';
import type { Board } from './board.ts';
import { boards } from './boards.ts';
import { DashboardError } from './dashboard-error.ts';
import { dashboardText } from './dashboard-json.ts';

export function boardFile(board: Board): BoardFile {
  return { uid: board.uid, title: board.title, folder: board.folder, json: dashboardText(board) };
}

/** The boards of a component, by its system's name; at least one, otherwise DashboardError `no_board`. */
export function boardsOf(system: { readonly name: string }): BoardFile[] {
  const own = boards.filter(({ component }) => component === system.name);
  if (own.length === 0)
    throw new DashboardError(
      'no_board',
      `no board belongs to ${system.name}: add one to libs/platform/dashboards/src/boards.ts, or say in its component why it has none: boards: { none: 'a board is to come' }`,
    );
  return own.map(boardFile);
}
