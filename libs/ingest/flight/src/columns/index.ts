/** Results as columns, without anything of gRPC or Arrow's library: what a query thread needs of Flight. */

export { buffersOf, buffersOfBatch, shapeOf, withBatches } from './columns-of.ts';
export type { BatchColumns, HistogramColumns, LabelTexts, ResultColumns } from './result-columns.ts';
