/** Fuzz targets: the snappy block, and both versions of the message in it, through the handler. */
import { readFileSync } from 'node:fs';
import { ProtobufWriter } from '@chimera/bytes';
import type { FuzzTarget, Verdict } from '@chimera/testing';
import { createMemoryStorage } from '@chimera/tsdb-storage';
import { compressSync, uncompressSync } from 'snappy';
import { PROTO } from './content-type.ts';
import { createRemoteWriteHandler } from './handle-remote-write.ts';

const T = 1_700_000_000_000;

export const FUZZ: readonly FuzzTarget[] = [
  {
    name: 'snappy',
    says: 'a remote-write body before decompression',
    corpus: recordedBodies,
    hostile: () => [
      Uint8Array.of(),
      // Four gigabytes and 16 MiB announced, a length without an end, a copy from before the start.
      Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0x00, 0x61),
      Uint8Array.of(0x80, 0x80, 0x80, 0x08, 0x00, 0x61, 0xfe, 0x01, 0x00),
      Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x80),
      Uint8Array.of(0x08, 0x00, 0x61, 0x01, 0x7f),
    ],
    open: () => opened(PROTO.v1, (input) => input),
  },
  {
    name: 'remote-write-1',
    says: 'prometheus.WriteRequest',
    corpus: () => recordedBodies().map((body) => uncompressSync(body as Buffer) as Buffer),
    open: () => opened(PROTO.v1, compressed),
  },
  {
    name: 'remote-write-2',
    says: 'io.prometheus.write.v2.Request',
    corpus: () => [requestV2()],
    open: () => opened(PROTO.v2, compressed),
  },
];

function opened(proto: string, toBody: (input: Uint8Array) => Uint8Array) {
  const handle = createRemoteWriteHandler({ appender: createMemoryStorage() });
  const headers = { 'content-type': `application/x-protobuf;proto=${proto}`, 'content-encoding': 'snappy' };
  return {
    run: async (input: Uint8Array): Promise<Verdict> => {
      const { status, outcome } = await handle({ headers, body: toBody(input) });
      if (status >= 500) throw new Error(`answered ${status}`);
      return outcome === null ? 'refused' : 'accepted';
    },
  };
}

function compressed(input: Uint8Array): Uint8Array {
  return compressSync(Buffer.from(input.buffer, input.byteOffset, input.length));
}

/** What a Prometheus sent. */
function recordedBodies(): Buffer[] {
  const file = readFileSync(new URL('testdata/prometheus-2.42.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { body: string }[]).map(({ body }) => Buffer.from(body, 'base64'));
}

/** A series of each kind, with exemplars, metadata and start times. */
function requestV2(): Uint8Array {
  const symbols = ['', '__name__', 'a_total', 'job', 'b', 'help', 'seconds', 'trace_id', 't', 'h'];
  const request = new ProtobufWriter();
  for (const symbol of symbols) request.string(4, symbol);
  request
    .message(5, (series) =>
      series
        .bytes(1, Uint8Array.of(1, 2, 3, 4))
        .message(2, (sample) =>
          sample
            .double(1, 1.5)
            .varint(2, T)
            .varint(3, T - 9),
        )
        .message(2, (sample) => sample.double(1, 2.5).varint(2, T + 15_000))
        .message(4, (exemplar) => exemplar.bytes(1, Uint8Array.of(7, 8)).double(2, 1).varint(3, T))
        .message(5, (metadata) => metadata.varint(1, 1).varint(3, 5).varint(4, 6)),
    )
    .message(5, (series) =>
      series.bytes(1, Uint8Array.of(1, 9)).message(3, (histogram) =>
        histogram
          .varint(1, 4)
          .double(3, 9.5)
          .sint(4, 2)
          .double(5, 0.001)
          .varint(6, 1)
          .message(11, (span) => span.sint(1, -2).varint(2, 2))
          .bytes(12, Uint8Array.of(2, 2))
          .varint(15, T),
      ),
    )
    .message(5, (series) =>
      series.bytes(1, Uint8Array.of(1, 9, 3, 8)).message(3, (histogram) =>
        histogram
          .double(2, 3)
          .double(3, 4)
          .sint(4, -53)
          .message(11, (span) => span.varint(2, 2))
          .double(13, 1)
          .double(13, 2)
          .double(16, 0.5)
          .varint(15, T),
      ),
    );
  return request.finish();
}
