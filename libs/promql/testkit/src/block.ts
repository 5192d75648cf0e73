/** Blocks of a script: the lines up to the next blank one. */
import type { Command } from './script.ts';

/** A command and the index of the first line after it. */
export type ParsedCommand = { readonly command: Command; readonly end: number };

/** The index of the blank line that ends the block of line `start`, or the number of lines. */
export function blockEnd(lines: readonly string[], start: number): number {
  const blank = lines.indexOf('', start);
  return blank < 0 ? lines.length : blank;
}
