/** The store: series and samples in shared memory, one writer, readers in any thread. */
export { createHead, type Head } from './head.ts';
export type { MaintainResult } from './head-maintain.ts';
export type { HeadReader } from './head-reader.ts';
export type { HeadTotals } from './head-state.ts';
export type { HeadStats } from './head-stats.ts';
export type { HeapPart } from './heap.ts';
export type { HeadOptions } from './options.ts';
export { openReader, type ReaderHandle } from './reader-handle.ts';
