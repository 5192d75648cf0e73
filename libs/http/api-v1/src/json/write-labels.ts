/** A label set as a JSON object. */
import type { Labels } from '@chimera/tsdb-model';
import type { ChunkWriter } from './chunk-writer.ts';
import { writeString } from './write-string.ts';

const OPEN = 0x7b;
const CLOSE = 0x7d;
const COMMA = 0x2c;
const COLON = 0x3a;

export function writeLabels(out: ChunkWriter, labels: Labels): void {
  out.byte(OPEN);
  for (let i = 0; i < labels.length; i += 2) {
    if (i > 0) out.byte(COMMA);
    writeString(out, labels[i] as string);
    out.byte(COLON);
    writeString(out, labels[i + 1] as string);
  }
  out.byte(CLOSE);
}
