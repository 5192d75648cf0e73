/** Contracts between engine, ingestion and storage, and the columns that they exchange. */
export { AppendCounts, type Appender, type Rejection, type RejectReason, type SeriesRef } from './appender.ts';
export { type Exemplar, type ExemplarQueryable, MAX_EXEMPLAR_CHARACTERS, type SeriesExemplars } from './exemplar.ts';
export { createMemoryStorage, type MemoryStorage } from './memory-storage.ts';
export type { Querier, Queryable, SeriesSet, TimeRange } from './querier.ts';
export { stepsFromSamples } from './read-steps.ts';
export { SampleBuffer } from './sample-buffer.ts';
export { StepColumn } from './step-column.ts';
export { gridBetween, gridEnd, type StepGrid, stepTime } from './step-grid.ts';
export { storedHint, withHint } from './stored-hint.ts';
export { createWriterTurns, runAtOnce, type SlicedWork, type WriterTurns } from './writer-turns.ts';
