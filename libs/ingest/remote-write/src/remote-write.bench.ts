/** Decoding a bulk request as Prometheus sends it: 1,800 series of 40 samples; an iteration is 72,000 samples. */
import { ProtobufWriter } from '@chimera/bytes';
import type { Appender } from '@chimera/tsdb-storage';
import { compressSync } from 'snappy';
import { bench, describe } from 'vitest';
import { createRemoteWriteHandler } from './handle-remote-write.ts';

const SERIES = 1_800;
const SAMPLES = 40;
const COMMON = {
  cluster: 'us-east-1-cluster-0',
  container: 'app',
  job: 'kubernetes-pods',
  namespace: 'shop',
  zone: 'us-east-1a',
};

/** Takes everything and keeps nothing: only decoding is measured. */
function countingAppender(): Appender {
  let series = 0;
  return {
    series: () => series++,
    isLive: () => true,
    append: (_ref, _timestamps, _values, from, to, counts) => {
      counts.accepted += to - from;
    },
    appendRegular: () => {},
    appendHistogram: () => {},
    metadata: () => {},
  };
}

function body(): Uint8Array {
  const request = new ProtobufWriter(1 << 21);
  for (let s = 0; s < SERIES; s++) {
    const labels = { __name__: 'container_cpu_usage_seconds_total', ...COMMON, pod: `cart-v1-5d4f8c7b9-${s}` };
    request.message(1, (series) => {
      for (const [name, value] of Object.entries(labels))
        series.message(1, (w) => void w.string(1, name).string(2, value));
      for (let i = 0; i < SAMPLES; i++) {
        series.message(2, (w) => void w.double(1, s + i / 100).varint(2, 1_760_000_000_000 + 15_000 * i));
      }
    });
  }
  return compressSync(Buffer.from(request.finish()));
}

function bodyV2(): Uint8Array {
  const request = new ProtobufWriter(1 << 21);
  const symbols = ['', '__name__', 'container_cpu_usage_seconds_total', 'pod', ...Object.entries(COMMON).flat()];
  for (const symbol of symbols) request.string(4, symbol);
  for (let s = 0; s < SERIES; s++) request.string(4, `cart-v1-5d4f8c7b9-${s}`);
  for (let s = 0; s < SERIES; s++) {
    const refs = [1, 2, ...Object.keys(COMMON).flatMap((_, i) => [4 + 2 * i, 5 + 2 * i]), 3, symbols.length + s];
    request.message(5, (series) => {
      for (const ref of refs) series.varint(1, ref);
      for (let i = 0; i < SAMPLES; i++) {
        series.message(2, (w) => void w.double(1, s + i / 100).varint(2, 1_760_000_000_000 + 15_000 * i));
      }
    });
  }
  return compressSync(Buffer.from(request.finish()));
}

describe('remote write', () => {
  const handle = createRemoteWriteHandler({ appender: countingAppender() });
  const request = { headers: { 'content-encoding': 'snappy' }, body: body() };
  bench('1.0: 72,000 samples of known series', async () => void (await handle(request)));
  const proto = 'application/x-protobuf;proto=io.prometheus.write.v2.Request';
  const requestV2 = { headers: { 'content-type': proto }, body: bodyV2() };
  bench('2.0: 72,000 samples of known series', async () => void (await handle(requestV2)));
});
