/** Grafana 7.5.5 dashboards in TypeScript. */

// For components, which mount the boards, and for tests, which run their queries.
// For libraries that define boards of their own, one per installation for instance.
export { type Board, type BoardOptions, board, type Folder, panelsOf, type ReplacedId } from './board.ts';
export { boards } from './boards.ts';
export { boardFile, boardsOf } from './boards-of.ts';
export { DashboardError, type DashboardErrorType } from './dashboard-error.ts';
export { dashboardJson, dashboardText, LARGEST_BYTES, SCHEMA_VERSION, sizeOf } from './dashboard-json.ts';
export { type Row, row } from './layout.ts';
export { barGauge, gauge, graph, heatmap, pie, stat, table, text } from './panels/make-panel.ts';
export type { Panel } from './panels/panel.ts';
export type { Json } from './panels/panel-json.ts';
export { errorQuery, type Query, query } from './query.ts';
export type { Refresh, TimePreset } from './time-range.ts';
export { type Colour, fallingThresholds, plain, risingThresholds, type Thresholds, type Unit } from './units.ts';
export type { DatasourceName } from './variable.ts';
export { anyOf, constant, datasourceChoice, interval, oneOf, textbox, type Variable } from './variable.ts';
