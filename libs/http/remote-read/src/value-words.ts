/** The bits of a series' float values; a reader tells stale markers by flags, on the wire they are NaNs with a payload. */
import { writeStaleAt } from '@chimera/tsdb-model';
import type { SampleBuffer } from '@chimera/tsdb-storage';

/** Valid until the buffer is read into again; writes the markers into the buffer's own values. */
export function valueWords(samples: SampleBuffer): Uint32Array {
  const { values, stale, count } = samples;
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  if (samples.hasStale) for (let i = 0; i < count; i++) if (stale[i] === 1) writeStaleAt(words, i);
  return words;
}
