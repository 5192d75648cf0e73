/** Fuzz targets: a DoPut's messages in process and over gRPC, LZ4 frames, and the small messages of the other calls. */
import { readdirSync, readFileSync } from 'node:fs';
import { DecodeError } from '@chimera/bytes';
import type { FuzzRun, FuzzTarget, Verdict } from '@chimera/testing';
import { AppendCounts, createMemoryStorage, runAtOnce } from '@chimera/tsdb-storage';
import { Client, credentials, ServerCredentials, type ServiceError, status } from '@grpc/grpc-js';
import { BatchDecoder } from './batch-decoder.ts';
import { decodeLz4Frames } from './compression/lz4-frame.ts';
import { FLIGHT_SERVICE } from './definition.ts';
import { IngestError } from './ingest-error.ts';
import { openLayout } from './layouts/layout.ts';
import { parseCriteria } from './list-flights.ts';
import {
  decodeAction,
  decodeDescriptor,
  decodeFlightData,
  decodeFlightInfo,
  decodeSingleBytes,
  encodeAction,
  encodeDescriptor,
  encodeSingleBytes,
} from './messages.ts';
import { parseQueryParams } from './query/query-params.ts';
import { applySchemaMetadata } from './schema-metadata.ts';
import { createFlightServer } from './service.ts';

const QUERY = '{"query": "up{job=\\"a\\"}", "start": 1700000000, "end": "1700003600", "step": "15s", "timeout": "1m"}';
/** `pa.compress(text, codec='lz4')` of 234 bytes. */
const LZ4_FRAME =
  'BCJNGGBAgkcAAADwEHRoZSBxdWljayBicm93biBmb3gganVtcHMgb3ZlciAfAJFsYXp5IGRvZzsOAA8tAANvYWdhaW4uIQAID04AalBhaW4uIAAAAAA=';
const LZ4_LENGTH = 234;

export const FUZZ: readonly FuzzTarget[] = [
  {
    name: 'arrow-ipc',
    says: 'the FlightData of a whole DoPut: Arrow messages verified, decompressed, decoded, read as a layout',
    corpus: () => recordings('testdata/'),
    // Faults that fuzzing found.
    hostile: () => recordings('testdata/found/'),
    open: openIpc,
  },
  {
    name: 'flight-grpc',
    says: 'the same through a real server',
    corpus: () => recordings('testdata/'),
    hostile: () => recordings('testdata/found/'),
    open: openGrpc,
  },
  {
    name: 'lz4',
    says: 'LZ4 frames; the first four bytes say how long the result is',
    corpus: () => [announcing(LZ4_LENGTH, Buffer.from(LZ4_FRAME, 'base64'))],
    hostile: () => [
      announcing(100_000_000, Buffer.from(LZ4_FRAME, 'base64')),
      announcing(1, Buffer.of(4, 0x22, 0x4d, 0x18, 0)),
    ],
    open: () => ({
      run: (input) => {
        if (input.length < 4) return 'refused';
        const view = new DataView(input.buffer, input.byteOffset);
        // Callers allocate no more than 255 times what they got.
        const length = Math.min(view.getUint32(0, true), 255 * input.length);
        return verdict(() => decodeLz4Frames(input.subarray(4), new Uint8Array(length)));
      },
    }),
  },
  {
    name: 'flight-messages',
    says: 'descriptors, tickets, actions, criteria and the query in them; the first byte says which',
    corpus: () => [
      Buffer.concat([Buffer.of(0), encodeDescriptor({ kind: 'path', path: ['a', 'é'] })]),
      Buffer.concat([Buffer.of(0), encodeDescriptor({ kind: 'command', command: Buffer.from(QUERY) })]),
      Buffer.concat([Buffer.of(1), encodeSingleBytes(Buffer.from(QUERY))]),
      Buffer.concat([Buffer.of(2), encodeAction({ type: 'seed_complete', body: Buffer.from('{"token":"x"}') })]),
      Buffer.from(`\u0003${QUERY}`),
      Buffer.from('\u0003{"query": "up", "time": 1}'),
      Buffer.concat([Buffer.of(5), encodeSingleBytes(Buffer.from('node_'))]),
      Buffer.concat([Buffer.of(5), encodeSingleBytes(Buffer.from('up{job=~"ä.*"}'))]),
    ],
    hostile: () => [
      Buffer.from('\u0003{"query": "up", "time": 1, "start": 1}'),
      Buffer.from(`\u0003${'['.repeat(10_000)}`),
      Buffer.concat([Buffer.of(5), encodeSingleBytes(Buffer.of(0x7b, 0xff))]),
    ],
    words: ['"query"', '"time"', '"step"', 'null', '{', '[', ':', '1e999', '"__proto__"'],
    open: () => ({ run: decodeSmall }),
  },
];

/** Each recording of pyarrow is one input: messages, each after its length. */
function recordings(path: string): Buffer[] {
  const folder = new URL(path, import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.frames'));
  return names.sort().map((name) => readFileSync(new URL(name, folder)));
}

/** The messages of an input; the last one may be cut off. */
function messagesIn(input: Uint8Array): Uint8Array[] {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const messages: Uint8Array[] = [];
  for (let at = 0; at + 4 <= input.length; ) {
    const length = view.getUint32(at, true);
    messages.push(input.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return messages;
}

function openIpc(): FuzzRun {
  const appender = createMemoryStorage();
  return {
    run: (input) =>
      verdict(() => {
        const [first = new Uint8Array(), ...rest] = messagesIn(input);
        const decoder = new BatchDecoder(decodeFlightData(first).header);
        const { reader } = openLayout(decoder.schema, 'fuzz');
        applySchemaMetadata(decoder.schema, appender);
        for (const message of rest) {
          const { header, body } = decodeFlightData(message);
          const batch = header.length === 0 ? null : decoder.decode(header, body);
          if (batch === null) continue;
          reader.samples(batch);
          runAtOnce(reader.append(batch, appender, new AppendCounts()));
        }
      }),
  };
}

/** Those that say that the bytes are wrong. */
const REFUSALS = new Set([status.INVALID_ARGUMENT, status.RESOURCE_EXHAUSTED]);

async function openGrpc(): Promise<FuzzRun> {
  const server = createFlightServer({
    appender: createMemoryStorage(),
    onPut: () => ({ batch: () => {}, end: () => {} }),
    actions: {},
    totalSamples: () => 0,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = FLIGHT_SERVICE.doPut;
  return {
    run: (input) =>
      new Promise<Verdict>((resolve, reject) => {
        const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
        call.on('data', () => {});
        call.on('error', (error: ServiceError) => (REFUSALS.has(error.code) ? resolve('refused') : reject(error)));
        call.on('end', () => resolve('accepted'));
        for (const message of messagesIn(input)) call.write(Buffer.from(message));
        call.end();
      }),
    close: () => {
      client.close();
      server.forceShutdown();
    },
  };
}

function decodeSmall(input: Uint8Array): Verdict {
  const rest = input.subarray(1);
  return verdict(() => {
    if (input[0] === 0) {
      const descriptor = decodeDescriptor(rest);
      if (descriptor.kind === 'command') parseQueryParams(descriptor.command);
    } else if (input[0] === 1) parseQueryParams(decodeSingleBytes(rest));
    else if (input[0] === 2) decodeAction(rest);
    else if (input[0] === 3) parseQueryParams(rest);
    else if (input[0] === 5) parseCriteria(decodeSingleBytes(rest));
    else decodeFlightInfo(rest);
  });
}

function announcing(length: number, frame: Uint8Array): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(length);
  return Buffer.concat([prefix, frame]);
}

function verdict(decode: () => void): Verdict {
  try {
    decode();
    return 'accepted';
  } catch (error) {
    if (error instanceof IngestError || error instanceof DecodeError) return 'refused';
    throw error;
  }
}
