/** Runs a route and makes a whole HTTP answer of what it wrote or threw. */
import { type ApiError, type ApiErrorType, HTTP_STATUS_OF, type LimitName, toApiError } from './api-error.ts';
import { ChunkWriter } from './json/chunk-writer.ts';
import { beginSuccess, endSuccess, type Remarks, writeError } from './json/write-envelope.ts';

export type ApiAnswer = {
  readonly status: number;
  readonly contentType: string;
  /** The body's bytes; they belong to the receiver, and may be moved to another thread. */
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
  /** Why it failed; null for a success. */
  readonly error: AnswerError | null;
};

export type AnswerError = {
  readonly type: ApiErrorType;
  readonly message: string;
  /** The limit that the request passed, if any. */
  readonly limit: LimitName | null;
  /** Of our own faults. */
  readonly stack: string | null;
};

export const JSON_TYPE = 'application/json';

/** Runs `handle` inside the success envelope; what it throws becomes the error envelope. 'no_content': 204 and no body. */
export async function answer(
  maxBytes: number,
  handle: (out: ChunkWriter) => Remarks | 'no_content' | Promise<Remarks>,
): Promise<ApiAnswer> {
  const out = new ChunkWriter(maxBytes);
  try {
    beginSuccess(out);
    const remarks = await handle(out);
    if (remarks === 'no_content') return { status: 204, contentType: JSON_TYPE, chunks: [], error: null };
    endSuccess(out, remarks);
    return { status: 200, contentType: JSON_TYPE, chunks: out.take(), error: null };
  } catch (thrown) {
    return errorAnswer(toApiError(thrown));
  }
}

/** The error envelope alone. */
export function errorAnswer(error: ApiError): ApiAnswer {
  const out = new ChunkWriter(Number.MAX_SAFE_INTEGER);
  writeError(out, error);
  const { type, message, limit } = error;
  // Only our own faults are worth a stack in the log.
  const stack = type === 'internal' && error.cause instanceof Error ? (error.cause.stack ?? null) : null;
  return {
    status: HTTP_STATUS_OF[type],
    contentType: JSON_TYPE,
    chunks: out.take(),
    error: { type, message, limit, stack },
  };
}
