/** Fuzz target: the request, through the handler to the last byte of the answer. */
import { readFileSync } from 'node:fs';
import { ProtobufWriter } from '@chimera/bytes';
import type { FuzzTarget, Verdict } from '@chimera/testing';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { compressSync, uncompressSync } from 'snappy';
import { createRemoteReadHandler } from './handler.ts';

const T = 1_700_000_000_000;

export const FUZZ: readonly FuzzTarget[] = [
  {
    name: 'remote-read',
    says: 'prometheus.ReadRequest, before and in its snappy block',
    corpus: () => [plain(recordedBody()), plain(streamedRequest()), block(recordedBody())],
    hostile: () => [block(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0x00, 0x61)), Uint8Array.of()],
    words: ['read_value', '.*', '(a|b)', 'pod', '(?i)x{1000}'],
    open: () => {
      const handle = createRemoteReadHandler({ queryable: store() });
      return {
        run: async (input: Uint8Array): Promise<Verdict> => {
          const { status, body } = await handle({ method: 'POST', body: bodyOf(input) });
          if (status >= 500) throw new Error(`answered ${status}`);
          if (!(body instanceof Uint8Array)) for await (const _ of body);
          return status === 200 ? 'accepted' : 'refused';
        },
      };
    },
  },
];

/** The first byte of an input says whether the rest is compressed already. */
function plain(message: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(0), uncompressSync(message as Buffer) as Buffer]);
}

function block(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(1), bytes]);
}

function bodyOf(input: Uint8Array): Uint8Array {
  const rest = input.subarray(1);
  return input[0] === 0 ? compressSync(Buffer.from(rest)) : rest;
}

function recordedBody(): Buffer {
  const file = readFileSync(new URL('testdata/prometheus-2.42.json', import.meta.url), 'utf8');
  return Buffer.from((JSON.parse(file) as [{ body: string }])[0].body, 'base64');
}

function streamedRequest(): Buffer {
  const request = new ProtobufWriter()
    .message(1, (query) =>
      query
        .varint(1, T - 3_600_000)
        .varint(2, T)
        .message(3, (matcher) => matcher.varint(1, 2).string(2, '__name__').string(3, 'read_.*')),
    )
    .bytes(2, Uint8Array.of(1, 0));
  return compressSync(Buffer.from(request.finish())) as Buffer;
}

function store() {
  const storage = createMemoryStorage();
  for (const pod of ['p-1', 'p-2', 'p-12']) {
    const ref = storage.series(labelsFrom({ __name__: 'read_value', pod, zone: 'b' })) as number;
    const values = Float64Array.from({ length: 300 }, (_, i) => i / 3);
    storage.appendRegular(ref, T - 300_000, 1_000, values, 0, values.length, new AppendCounts());
  }
  return storage;
}
