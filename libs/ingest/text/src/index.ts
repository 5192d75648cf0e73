/** Import of the Prometheus text format and of OpenMetrics. */
export {
  createTextImportHandler,
  type TextImportHandler,
  type TextImportRequest,
  type TextImportResponse,
} from './handle-text-import.ts';
export { DEFAULT_TEXT_IMPORT_LIMITS, type TextImportLimits } from './limits.ts';
export {
  type LineProblem,
  type TextFormat,
  TextImporter,
  type TextImporterOptions,
  type TextImportOutcome,
} from './text-importer.ts';
