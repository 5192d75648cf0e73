/** Runs Prometheus' test scripts (promqltest) against any engine and store. */
export { applyLoad } from './apply-load.ts';
export { renderCompatTable } from './compat-table.ts';
export { parseDurationMs } from './duration.ts';
export {
  SCRIPT_ENGINE_OPTIONS,
  type ScriptControl,
  type ScriptEngine,
  type ScriptMatrixSeries,
  type ScriptResult,
  type ScriptSample,
  type ScriptStorage,
  type ScriptValue,
} from './engine-contract.ts';
export { loadScript } from './load-script.ts';
export type { EvalFailure } from './run-eval.ts';
export {
  type EvalReport,
  type RunScriptOptions,
  runScript,
  type ScriptProblem,
  type ScriptReport,
} from './run-script.ts';
export { parseSeriesLine, type SeriesLine } from './series-line.ts';
export {
  type FileSummary,
  formatFailures,
  formatSummary,
  isGreen,
  type Summary,
  summarize,
} from './summary.ts';
