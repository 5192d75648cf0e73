/** The hash of a label set, as Prometheus computes it. */
import type { Labels } from '@chimera/tsdb-model';
import { xxh64 } from './xxh64.ts';

const UTF8 = new TextEncoder();
/** Lengths from here on take four bytes. */
const LONG = 255;

/** Over names and values, each behind its length in bytes (labels_stringlabels.go). */
export function labelsHash(labels: Labels): bigint {
  let length = 0;
  const parts = labels.map((text) => {
    const part = UTF8.encode(text);
    length += part.length + (part.length < LONG ? 1 : 4);
    return part;
  });
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    const { length: size } = part;
    if (size < LONG) bytes[at++] = size;
    else {
      bytes.set([LONG, size & 0xff, (size >> 8) & 0xff, (size >> 16) & 0xff], at);
      at += 4;
    }
    bytes.set(part, at);
    at += size;
  }
  return xxh64(bytes);
}
