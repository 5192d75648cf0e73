/** A native histogram as Prometheus' API prints it: count, sum and the buckets that are not empty, lowest first. */
import { BucketList, type Histogram } from '@chimera/tsdb-model';
import type { ChunkWriter } from './chunk-writer.ts';
import { MAX_FLOAT_BYTES, writeFloatAt } from './write-float.ts';

export function writeHistogram(out: ChunkWriter, histogram: Histogram): void {
  out.ascii('{"count":');
  writeQuotedFloat(out, histogram.count);
  out.ascii(',"sum":');
  writeQuotedFloat(out, histogram.sum);
  const buckets = new BucketList(histogram);
  let written = 0;
  for (let i = 0; i < buckets.length; i++) {
    const count = buckets.count(i);
    if (count === 0) continue;
    out.ascii(written++ === 0 ? ',"buckets":[[' : ',[');
    out.ascii(`${buckets.rule(i)},`);
    writeQuotedFloat(out, buckets.lower(i));
    out.ascii(',');
    writeQuotedFloat(out, buckets.upper(i));
    out.ascii(',');
    writeQuotedFloat(out, count);
    out.ascii(']');
  }
  out.ascii(written > 0 ? ']}' : '}');
}

function writeQuotedFloat(out: ChunkWriter, value: number): void {
  out.reserve(MAX_FLOAT_BYTES + 2);
  out.bytes[out.length] = 0x22;
  const end = writeFloatAt(out.bytes, out.length + 1, value);
  out.bytes[end] = 0x22;
  out.length = end + 1;
}
