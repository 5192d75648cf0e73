/**
 * What stands before each value of a range query's answer, `[1435781430.781,"`, formatted once per response. All
 * prefixes lie in one array at a fixed stride, so that the writer copies whole words.
 */
import type { StepGrid } from '@chimera/tsdb-storage';
import { stepTime } from '@chimera/tsdb-storage';
import { formatTimestamp } from './write-timestamp.ts';

export type StepPrefixes = {
  readonly view: DataView;
  /** Words of 4 bytes from one prefix to the next. */
  readonly strideWords: number;
  /** Bytes used of each prefix. */
  readonly lengths: Uint8Array;
};

export function stepPrefixes(grid: StepGrid): StepPrefixes {
  const texts = Array.from({ length: grid.count }, (_, k) => `[${formatTimestamp(stepTime(grid, k))},"`);
  return prefixesOf(texts);
}

/** The same for samples off any grid. */
export function samplePrefixes(timestamps: Float64Array): StepPrefixes {
  return prefixesOf(Array.from(timestamps, (timeMs) => `[${formatTimestamp(timeMs)},"`));
}

function prefixesOf(texts: readonly string[]): StepPrefixes {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const strideWords = Math.ceil(longest / 4);
  const bytes = Buffer.alloc(4 * strideWords * texts.length);
  const lengths = new Uint8Array(texts.length);
  texts.forEach((text, k) => {
    lengths[k] = bytes.write(text, 4 * strideWords * k, 'latin1');
  });
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), strideWords, lengths };
}
