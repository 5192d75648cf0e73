/** Small answers from plain objects: Go's escapes, keys in the given order. Not for hot paths. */
import type { ChunkWriter } from './chunk-writer.ts';

/** Appends JSON of `value` with `<`, `>` and `&` escaped as Go does. */
export function writeJson(out: ChunkWriter, value: unknown): void {
  out.utf8(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, hexEscape));
}

function hexEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
