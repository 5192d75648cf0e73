/** Fuzz targets: the message as protobuf and as JSON, compressed bodies, and gRPC frames on a real connection. */
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { FuzzTarget, Verdict } from '@chimera/testing';
import { createMemoryStorage } from '@chimera/tsdb-storage';
import { ServerCredentials } from '@grpc/grpc-js';
import { createOtlpServer } from './grpc/service.ts';
import { createOtlpHttpHandler } from './http/handler.ts';

const EXPORT = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';
const LIMIT = 4 * 1024 ** 2;

export const FUZZ: readonly FuzzTarget[] = [
  {
    name: 'otlp-protobuf',
    says: 'ExportMetricsServiceRequest, as SDKs and an old collector send it',
    corpus: messages,
    open: () => opened('application/x-protobuf', ''),
  },
  {
    name: 'otlp-json',
    says: 'ExportMetricsServiceRequest as JSON',
    corpus: () => bodies('otel-js-cumulative-json'),
    hostile: () => [
      Buffer.from(`{"resourceMetrics":${'['.repeat(5_000)}`),
      Buffer.from('[]'),
      Buffer.from('{"resourceMetrics":1}'),
    ],
    words: [
      '"asInt":',
      '"asDouble":',
      'null',
      '-1',
      '1e400',
      '"9223372036854775808"',
      '[',
      ']',
      '{',
      '}',
      '"Infinity"',
      '\\u0000',
    ],
    open: () => opened('application/json', ''),
  },
  ...(['gzip', 'zstd'] as const).map((encoding): FuzzTarget => {
    const compress = encoding === 'gzip' ? gzipSync : zstdCompressSync;
    return {
      name: `otlp-${encoding}`,
      says: `a body compressed with ${encoding}, bombs among them`,
      corpus: () => messages().map((message) => compress(message)),
      hostile: () => [
        compress(Buffer.alloc(16 * LIMIT)),
        Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
      ],
      open: () => opened('application/x-protobuf', encoding),
    };
  }),
  {
    name: 'otlp-grpc',
    says: 'the bytes of a call to Export: prefix, flag, compressed message',
    corpus: () => [...bodies('otel-js-delta-grpc'), ...messages().map(framed)],
    hostile: () => [
      Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 1),
      Uint8Array.of(1, 0, 0, 0, 1, 7),
      Uint8Array.of(9, 0, 0),
    ],
    open: openGrpc,
  },
];

function bodies(name: string): Buffer[] {
  const file = readFileSync(new URL(`testdata/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(file) as { body: string }[]).map(({ body }) => Buffer.from(body, 'base64'));
}

function messages(): Buffer[] {
  const compressed = [...bodies('otel-js-delta-protobuf'), ...bodies('otel-go-delta-protobuf')];
  const old = readFileSync(new URL('testdata/collector-0.38/metrics.bin', import.meta.url));
  return [...compressed.map((body) => gunzipSync(body)), old];
}

function framed(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

function opened(type: string, encoding: string) {
  const appender = { ...createMemoryStorage(), appendExemplar: () => null };
  const handle = createOtlpHttpHandler({ appender, limits: { maxMessageBytes: LIMIT } });
  const headers = { 'content-type': type, 'content-encoding': encoding };
  return {
    run: async (body: Uint8Array): Promise<Verdict> => {
      const { status, outcome } = await handle({ method: 'POST', headers, body });
      if (status >= 500) throw new Error(`answered ${status}`);
      return outcome === null ? 'refused' : 'accepted';
    },
  };
}

/** OK, CANCELLED (a stream that was cut off), INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNIMPLEMENTED (a flag or compression). */
const STATUSES = new Set(['0', '1', '3', '8', '12']);
/** INTERNAL, when it is grpc-js' own answer to bytes that are not gRPC, or not the compression announced. */
const NOT_GRPC =
  /decompress|zlib|header check|Received message with|after receiving half-close|unexpected end of file|Unary|Received request/i;

async function openGrpc() {
  const appender = { ...createMemoryStorage(), appendExemplar: () => null };
  const server = createOtlpServer({ appender, limits: { maxMessageBytes: LIMIT } });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  let session = http2.connect(`http://127.0.0.1:${port}`);
  return {
    run: async (input: Uint8Array): Promise<Verdict> => {
      if (session.closed || session.destroyed) session = http2.connect(`http://127.0.0.1:${port}`);
      const [status, message] = await call(session, input);
      if (STATUSES.has(status)) return status === '0' ? 'accepted' : 'refused';
      if (status === '13' && NOT_GRPC.test(message)) return 'refused';
      throw new Error(`answered gRPC status ${status}: ${message}`);
    },
    close: () => {
      session.destroy();
      server.forceShutdown();
    },
  };
}

/** Status and message of one call whose bytes are `input`. */
function call(session: http2.ClientHttp2Session, input: Uint8Array): Promise<readonly [string, string]> {
  return new Promise((resolve) => {
    const stream = session.request({
      ...{ ':method': 'POST', ':path': EXPORT, te: 'trailers' },
      ...{ 'content-type': 'application/grpc', 'grpc-encoding': input[0] === 1 ? 'gzip' : 'identity' },
    });
    let [status, message] = ['', ''];
    const note = (headers: http2.IncomingHttpHeaders): void => {
      status = String(headers['grpc-status'] ?? status);
      message = decodeURIComponent(String(headers['grpc-message'] ?? message));
    };
    stream.on('response', note).on('trailers', note);
    stream.on('error', (error) => {
      message ||= error.message;
    });
    stream.on('close', () => resolve([status === '' ? '1' : status, message]));
    stream.resume();
    stream.end(input);
  });
}
