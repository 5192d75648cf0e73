/**
 * `POST /api/v1/import/prometheus`, free of any server: headers and a stream of bytes in, status and JSON out. The
 * format is OpenMetrics when Content-Type or the parameter `format` says so.
 */
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { messageOf } from '@chimera/errors';
import { type Appender, createWriterTurns, type SlicedWork, type WriterTurns } from '@chimera/tsdb-storage';
import { DEFAULT_TEXT_IMPORT_LIMITS, type TextImportLimits } from './limits.ts';
import { type TextFormat, TextImporter, type TextImportOutcome } from './text-importer.ts';

export type TextImportRequest = {
  readonly method: string;
  /** Names in lower case, as `node:http` gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The parameter `format`: 'prometheus', 'openmetrics', or '' to go by Content-Type. */
  readonly format: string;
  readonly body: AsyncIterable<Uint8Array>;
};

export type TextImportResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** What was imported; null when the request was refused as a whole. For self-metrics. */
  readonly outcome: TextImportOutcome | null;
};

export type TextImportHandler = (request: TextImportRequest) => Promise<TextImportResponse>;

/** Content types that a text in the old format comes with; the last is what curl says of a file. */
const PLAIN_TYPES = new Set(['', 'text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded']);

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Rejects only when the client goes away in the middle; what came before is then imported. */
export function createTextImportHandler(options: {
  readonly appender: Appender;
  /** Unix ms. */
  readonly now: () => number;
  readonly limits?: Partial<TextImportLimits>;
  /** The writer's time, shared with all others that write into the store. Default: for this handler alone. */
  readonly turns?: WriterTurns;
  /** Why no import may begin now, or null; answered with 503. */
  readonly overloaded?: () => string | null;
}): TextImportHandler {
  const { appender, now, turns = createWriterTurns(), overloaded = () => null } = options;
  const limits = { ...DEFAULT_TEXT_IMPORT_LIMITS, ...options.limits };
  return async ({ method, headers, format, body }) => {
    let importer: TextImporter | null = null;
    try {
      if (method !== 'POST') throw new Refusal(405, `send POST, not ${method}`);
      const busy = overloaded();
      if (busy !== null) throw new Refusal(503, busy);
      const stream = decompressed(header(headers, 'content-encoding'), body);
      const chosen = formatOf(header(headers, 'content-type'), format);
      importer = new TextImporter({ appender, format: chosen, nowMs: now(), limits });
      let size = 0;
      for await (const chunk of stream) {
        size += chunk.length;
        if (size > limits.maxBytes) {
          throw new Refusal(
            413,
            `the text has more than ${limits.maxBytes} bytes: send it in parts, or raise --max-import-bytes`,
          );
        }
        await turns.run(pushInSteps(importer, chunk));
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refuse(error, importer?.end() ?? null);
    }
    return answer(importer.end());
  };
}

/** A few hundred microseconds of parsing and appending. */
const BYTES_PER_STEP = 16 * 1024;

function* pushInSteps(importer: TextImporter, chunk: Uint8Array): SlicedWork<void> {
  for (let at = 0; at < chunk.length; at += BYTES_PER_STEP) {
    importer.push(chunk.subarray(at, at + BYTES_PER_STEP));
    yield;
  }
}

function header(headers: TextImportRequest['headers'], name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.join(', ') ?? '');
}

function formatOf(contentType: string, format: string): TextFormat {
  if (format === 'prometheus' || format === 'openmetrics') return format;
  if (format !== '') throw new Refusal(400, `format=${format} is not known: prometheus or openmetrics`);
  const mediaType = contentType.split(';')[0].trim().toLowerCase();
  if (mediaType === 'application/openmetrics-text') return 'openmetrics';
  if (PLAIN_TYPES.has(mediaType)) return 'prometheus';
  const hint = 'send text/plain (Prometheus text format 0.0.4) or application/openmetrics-text';
  throw new Refusal(415, `Content-Type ${JSON.stringify(mediaType)} is not supported: ${hint}`);
}

/** The body as it was before compression, chunk by chunk. */
function decompressed(encoding: string, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return body;
    case 'gzip':
      return through(body, createGunzip(), 'gzip');
    case 'zstd':
      return through(body, createZstdDecompress(), 'zstd');
    default:
      throw new Refusal(415, `Content-Encoding ${JSON.stringify(encoding)} is not supported: send gzip, zstd or none`);
  }
}

async function* through(
  body: AsyncIterable<Uint8Array>,
  transform: ReturnType<typeof createGunzip>,
  name: string,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(body);
  let sourceError: unknown = null;
  source.on('error', (error) => {
    sourceError = error;
    transform.destroy(error);
  });
  source.pipe(transform);
  try {
    yield* transform as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (sourceError !== null) throw sourceError;
    throw new Refusal(400, `the body is not ${name}: ${messageOf(error)}`);
  } finally {
    source.destroy();
    transform.destroy();
  }
}

function answer(outcome: TextImportOutcome): TextImportResponse {
  const { counts, invalidLines } = outcome;
  const retry = counts.byReason.has('draining');
  const status = retry ? 503 : counts.rejected > 0 || invalidLines > 0 ? 400 : 200;
  return respond(status, bodyOf(outcome), outcome);
}

function refuse({ status, message }: Refusal, outcome: TextImportOutcome | null): TextImportResponse {
  return respond(status, { error: message, ...(outcome === null ? {} : bodyOf(outcome)) }, outcome);
}

function bodyOf({ counts, exemplars, metadata, lines, invalidLines, errors }: TextImportOutcome): object {
  const { accepted, rejected, byReason } = counts;
  return {
    ...{ lines, accepted, rejected, rejectedByReason: Object.fromEntries(byReason) },
    ...{ invalidLines, exemplars, metadata, errors },
  };
}

function respond(status: number, body: object, outcome: TextImportOutcome | null): TextImportResponse {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (status === 503) headers['retry-after'] = '5';
  if (status === 405) headers['allow'] = 'POST';
  return { status, headers, body: `${JSON.stringify(body)}\n`, outcome };
}
