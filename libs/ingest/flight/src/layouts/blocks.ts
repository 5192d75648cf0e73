/** Long loops over rows, in blocks: between two of them the writer's thread may do something else. */
import type { SlicedWork } from '@chimera/tsdb-storage';

const BLOCK_ROWS = 8_192;

/** Calls `run` for one block after the other, from 0 to `rows`. */
export function* inBlocks(rows: number, run: (from: number, to: number) => void): SlicedWork<void> {
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    run(from, Math.min(rows, from + BLOCK_ROWS));
    yield;
  }
}
