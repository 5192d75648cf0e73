/**
 * OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp), free of any server: method, headers and body in,
 * status, headers and body out. Protobuf and JSON, answered in the encoding of the request.
 */
import { DecodeError, ProtobufWriter } from '@chimera/bytes';
import { AppendCounts, type Appender, createWriterTurns, type WriterTurns } from '@chimera/tsdb-storage';
import { OtlpMetricsDecoder, type OtlpOutcome } from '../decode-metrics.ts';
import { encodeExportResponse, partialMessage } from '../export-response.ts';
import { jsonToProtobuf, OtlpJsonError } from '../json/json-to-protobuf.ts';
import { DEFAULT_OTLP_LIMITS, type OtlpLimits } from '../limits.ts';
import { TooManyPoints } from '../too-many-points.ts';
import { decompress } from './decompress.ts';
import { OtlpHttpError, type OtlpHttpErrorType, STATUS_OF } from './http-error.ts';

export type OtlpHttpRequest = {
  readonly method: string;
  /** Names in lower case, as `node:http` gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
};

export type OtlpHttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What was appended; null when the request was refused as a whole or broken off. For self-metrics. */
  readonly outcome: OtlpOutcome | null;
  /** Why it was refused or broken off; null when it was not. */
  readonly refused: OtlpHttpErrorType | null;
  /** What was appended, in any case. */
  readonly counts: AppendCounts;
};

export type OtlpHttpHandler = (request: OtlpHttpRequest) => Promise<OtlpHttpResponse>;

export type OtlpHttpOptions = {
  readonly appender: Appender;
  readonly limits?: Partial<OtlpLimits>;
  /** A decoder that other listeners share, so that delta series add up whichever way they come. */
  readonly decoder?: OtlpMetricsDecoder;
  /** The writer's time, shared with all others that write into the store. Default: for this handler alone. */
  readonly turns?: WriterTurns;
  /** Turns OTLP/JSON into protobuf; rejects with OtlpJsonError. Default: at once, in this thread. */
  readonly convertJson?: (body: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  /** Why no request can be taken now ('shutting down'), or null; answered with 503. */
  readonly unavailable?: () => string | null;
  /** Why this client should slow down, or null; answered with 429. */
  readonly overloaded?: () => string | null;
};

type Encoding = 'protobuf' | 'json';

const CONTENT_TYPE: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

const RETRY_AFTER_SECONDS = '5';

/** A handler for `POST /v1/metrics`: one per appender, as it keeps caches of series. Never throws for bad requests. */
export function createOtlpHttpHandler(options: OtlpHttpOptions): OtlpHttpHandler {
  const limits = { ...DEFAULT_OTLP_LIMITS, ...options.limits };
  const { appender, turns = createWriterTurns(), unavailable = () => null, overloaded = () => null } = options;
  const { convertJson = jsonToProtobuf } = options;
  const decoder = options.decoder ?? new OtlpMetricsDecoder(appender, limits);
  return async ({ method, headers, body }) => {
    const header = (name: string): string => {
      const value = headers[name];
      return typeof value === 'string' ? value : (value?.join(', ') ?? '');
    };
    const encoding = encodingOf(header('content-type'));
    const counts = new AppendCounts();
    try {
      if (method !== 'POST') throw new OtlpHttpError('method_not_allowed', `send POST, not ${method}`);
      if (encoding === null) {
        const shown = JSON.stringify(header('content-type'));
        const hint = `send ${CONTENT_TYPE.protobuf} or ${CONTENT_TYPE.json}`;
        throw new OtlpHttpError('unsupported_media_type', `Content-Type ${shown} is not supported: ${hint}`);
      }
      const down = unavailable();
      if (down !== null) throw new OtlpHttpError('unavailable', down);
      const slow = overloaded();
      if (slow !== null) throw new OtlpHttpError('overloaded', slow);
      if (body.length > limits.maxMessageBytes) {
        const message = `the body has ${body.length} bytes, over the limit of ${limits.maxMessageBytes}: send smaller batches, or raise --max-message-bytes`;
        throw new OtlpHttpError('too_large', message);
      }
      const plain = await decompress(header('content-encoding'), body, limits.maxMessageBytes);
      const message = encoding === 'json' ? await convertJson(plain) : plain;
      const outcome = await turns.run(decoder.decodeInSteps(message, counts));
      if (outcome.counts.accepted === 0 && outcome.counts.byReason.has('draining')) {
        throw new OtlpHttpError('unavailable', outcome.message);
      }
      return answer(encoding, outcome);
    } catch (thrown) {
      return refuse(encoding ?? 'protobuf', asHttpError(thrown), counts);
    }
  };
}

function encodingOf(contentType: string): Encoding | null {
  const mediaType = contentType.split(';')[0].trim().toLowerCase();
  if (mediaType === CONTENT_TYPE.protobuf) return 'protobuf';
  return mediaType === CONTENT_TYPE.json ? 'json' : null;
}

/** Anything but a refusal of the request is ours, and thrown on. */
function asHttpError(thrown: unknown): OtlpHttpError {
  if (thrown instanceof OtlpHttpError) return thrown;
  if (thrown instanceof TooManyPoints) return new OtlpHttpError('too_many_points', thrown.message, { cause: thrown });
  if (thrown instanceof DecodeError || thrown instanceof OtlpJsonError) {
    return new OtlpHttpError('malformed', `not an OTLP metrics request: ${thrown.message}`, { cause: thrown });
  }
  throw thrown;
}

function answer(encoding: Encoding, outcome: OtlpOutcome): OtlpHttpResponse {
  const body = encoding === 'protobuf' ? encodeExportResponse(outcome) : Buffer.from(JSON.stringify(jsonOf(outcome)));
  const headers = { 'content-type': CONTENT_TYPE[encoding] };
  return { status: 200, headers, body, outcome, refused: null, counts: outcome.counts };
}

function jsonOf(outcome: OtlpOutcome): object {
  if (outcome.rejectedPoints === 0) return {};
  const partialSuccess = {
    rejectedDataPoints: String(outcome.rejectedPoints),
    errorMessage: partialMessage(outcome),
  };
  return { partialSuccess };
}

/** The body is a `google.rpc.Status`: code = 1, message = 2. */
function refuse(encoding: Encoding, { type, message }: OtlpHttpError, counts: AppendCounts): OtlpHttpResponse {
  const { http, rpc } = STATUS_OF[type];
  const text = `otlp: ${message}`;
  const body =
    encoding === 'protobuf'
      ? new ProtobufWriter().varint(1, rpc).string(2, text).finish()
      : Buffer.from(JSON.stringify({ code: rpc, message: text }));
  const headers: Record<string, string> = { 'content-type': CONTENT_TYPE[encoding] };
  if (type === 'overloaded' || type === 'unavailable') headers['retry-after'] = RETRY_AFTER_SECONDS;
  if (type === 'method_not_allowed') headers['allow'] = 'POST';
  return { status: http, headers, body, outcome: null, refused: type, counts };
}
