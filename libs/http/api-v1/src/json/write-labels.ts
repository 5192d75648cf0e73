/** A label set as a JSON object. */
import type { Labels } from '@chimera/tsdb-model';
import type { ChunkWriter } from './chunk-writer.ts';
import { writeString } from './write-string.ts';

export function writeLabels(out: ChunkWriter, labels: Labels): void {
  out.ascii('{');
  for (let i = 0; i < labels.length; i += 2) {
    if (i > 0) out.ascii(',');
    writeString(out, labels[i] as string);
    out.ascii(':');
    writeString(out, labels[i + 1] as string);
  }
  out.ascii('}');
}
