/** Remote read as a client of ours does it: streamed chunks, taken apart as they arrive. */
import http from 'node:http';
import { ProtobufReader, ProtobufWriter } from '@chimera/bytes';
import { compressSync } from 'snappy';
import { XorChunkReader } from './xor-chunk.ts';

export type ReadRange = { readonly metric: string; readonly startMs: number; readonly endMs: number };

/** Told of each sample; samples of a series come in order, and its frames follow each other. */
export type OnSeriesSample = (series: string, timeMs: number, value: number) => void;

/** Reads all samples of a metric; a series is known by its label `series`. Throws an Error for any answer but 200. */
export async function streamedRead(port: number, range: ReadRange, onSample: OnSeriesSample): Promise<void> {
  const response = await post(port, requestOf(range));
  if (response.statusCode !== 200) throw new Error(`remote read answered ${response.statusCode}`);
  const reader = new XorChunkReader();
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of response as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let frame = frameIn(rest); frame !== null; frame = frameIn(rest)) {
      readFrame(frame.message, reader, onSample);
      rest = rest.subarray(frame.end);
    }
  }
  if (rest.length > 0) throw new Error('the answer ends in the middle of a frame');
}

function requestOf({ metric, startMs, endMs }: ReadRange): Buffer {
  const request = new ProtobufWriter()
    .message(1, (query) =>
      query
        .varint(1, startMs)
        .varint(2, endMs)
        .message(3, (matcher) => matcher.string(2, '__name__').string(3, metric)),
    )
    .bytes(2, Uint8Array.of(1));
  return compressSync(Buffer.from(request.finish())) as Buffer;
}

function post(port: number, body: Buffer): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
    const options = { host: '127.0.0.1', port, method: 'POST', path: '/api/v1/read', headers };
    http.request(options, resolve).on('error', reject).end(body);
  });
}

/** The first whole frame: a length, a checksum of four bytes, a ChunkedReadResponse. */
function frameIn(bytes: Buffer): { message: Uint8Array; end: number } | null {
  let length = 0;
  for (let at = 0; at < Math.min(5, bytes.length); at++) {
    const byte = bytes[at] as number;
    length += (byte & 0x7f) * 128 ** at;
    if (byte >= 0x80) continue;
    const from = at + 1 + CHECKSUM_BYTES;
    return from + length > bytes.length ? null : { message: bytes.subarray(from, from + length), end: from + length };
  }
  return null;
}

const CHECKSUM_BYTES = 4;

/** `ChunkedReadResponse`: chunked_series = 1 { labels = 1 { name = 1, value = 2 }, chunks = 2 { data = 4 } }. */
function readFrame(message: Uint8Array, chunks: XorChunkReader, onSample: OnSeriesSample): void {
  const reader = new ProtobufReader(message);
  while (reader.nextField()) {
    if (reader.field === 1) readSeries(reader.view(), chunks, onSample);
    else reader.skip();
  }
}

function readSeries(bytes: Uint8Array, chunks: XorChunkReader, onSample: OnSeriesSample): void {
  const reader = new ProtobufReader(bytes);
  let series = '';
  while (reader.nextField()) {
    if (reader.field === 1) {
      const [name, value] = labelOf(reader.view());
      if (name === 'series') series = value;
    } else if (reader.field === 2) {
      const data = dataOf(reader.view());
      chunks.read(data, (timeMs, value) => onSample(series, timeMs, value));
    } else reader.skip();
  }
}

function labelOf(bytes: Uint8Array): readonly [string, string] {
  const reader = new ProtobufReader(bytes);
  let [name, value] = ['', ''];
  while (reader.nextField()) {
    if (reader.field === 1) name = reader.string();
    else if (reader.field === 2) value = reader.string();
    else reader.skip();
  }
  return [name, value];
}

function dataOf(bytes: Uint8Array): Uint8Array {
  const reader = new ProtobufReader(bytes);
  let data: Uint8Array = new Uint8Array();
  while (reader.nextField()) {
    if (reader.field === 4) data = reader.view();
    else reader.skip();
  }
  return data;
}
