/**
 * Prometheus remote read (https://prometheus.io/docs/prometheus/latest/querying/remote_read_api/), free of any server:
 * method and body in, status, headers and body (a stream for chunks) out.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DecodeError, ProtobufWriter } from '@chimera/bytes';
import { RegexError } from '@chimera/tsdb-model';
import { type Querier, type Queryable, SampleBuffer, type SeriesSet } from '@chimera/tsdb-storage';
import { compress } from 'snappy';
import { decodeReadRequest, type ReadQuery } from './decode-request.ts';
import { DEFAULT_REMOTE_READ_LIMITS, type RemoteReadLimits } from './limits.ts';
import { ReadError, type ReadLimitName, STATUS_OF } from './read-error.ts';
import { decompressBody } from './snappy-body.ts';
import { chunkFrames } from './stream-chunks.ts';
import { writeTimeSeries } from './write-samples.ts';

export type RemoteReadRequest = { readonly method: string; readonly body: Uint8Array };

export type RemoteReadResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * A stream must be read to its end or returned: it holds a querier. It throws when reading fails in the middle: cut the
   * connection then.
   */
  readonly body: Uint8Array | AsyncIterableIterator<Uint8Array>;
  /** The limit that the request passed, for metrics; null when it is answered, or refused for something else. */
  readonly limit: ReadLimitName | null;
};

export type RemoteReadHandler = (request: RemoteReadRequest) => Promise<RemoteReadResponse>;

type Selected = { readonly query: ReadQuery; readonly set: SeriesSet };

/** Series after which other work of the thread gets a turn. */
const SERIES_PER_TURN = 32;

/** Never throws for bad requests. */
export function createRemoteReadHandler(options: {
  readonly queryable: Queryable;
  readonly limits?: Partial<RemoteReadLimits>;
}): RemoteReadHandler {
  const { queryable } = options;
  const limits = { ...DEFAULT_REMOTE_READ_LIMITS, ...options.limits };
  let running = 0;
  return async ({ method, body }) => {
    try {
      if (method !== 'POST') throw new ReadError('method_not_allowed', `send POST, not ${method}`);
      if (running >= limits.maxConcurrent) {
        throw new ReadError(
          'busy',
          `${running} read requests are running, ${limits.maxConcurrent} may at once: try again later, or raise --read-max-concurrency`,
          { limit: 'read_concurrency' },
        );
      }
      const { queries, responseType } = requestOf(body, limits);
      running++;
      const querier = queryable.querier();
      const done = (): void => {
        running--;
        querier.close();
      };
      try {
        const selected = await selectAll(querier, queries);
        if (responseType === 'SAMPLES') {
          const answer = await samplesAnswer(selected, limits);
          done();
          return answer;
        }
        return {
          status: 200,
          headers: { 'content-type': 'application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse' },
          body: streamed(selected, limits, done),
          limit: null,
        };
      } catch (error) {
        done();
        throw error;
      }
    } catch (error) {
      if (error instanceof ReadError) return refuse(error);
      if (error instanceof DecodeError)
        return refuse(new ReadError('malformed', `not a ReadRequest: ${error.message}`));
      if (error instanceof RegexError) return refuse(new ReadError('malformed', error.message));
      throw error;
    }
  };
}

function requestOf(body: Uint8Array, limits: RemoteReadLimits): ReturnType<typeof decodeReadRequest> {
  if (body.length > limits.maxBodyBytes) {
    throw new ReadError(
      'too_large',
      `the body has ${body.length} bytes, over the limit of ${limits.maxBodyBytes}: send fewer queries, or raise --max-read-bytes`,
      { limit: 'read_body_bytes' },
    );
  }
  const request = decodeReadRequest(decompressBody(body, limits.maxDecodedBytes));
  if (request.queries.length > limits.maxQueries) {
    throw new ReadError('over_limit', `${request.queries.length} queries, over the limit of ${limits.maxQueries}`, {
      limit: 'read_queries',
    });
  }
  if (request.responseType === null) {
    throw new ReadError(
      'malformed',
      'none of the accepted response types is known: SAMPLES and STREAMED_XOR_CHUNKS are',
    );
  }
  return request;
}

async function selectAll(querier: Querier, queries: readonly ReadQuery[]): Promise<Selected[]> {
  const selected: Selected[] = [];
  for (const query of queries) selected.push({ query, set: await querier.select(query.matchers, query.range) });
  return selected;
}

/** `ReadResponse`: results = 1 { timeseries = 1 }, one per query, as one snappy block. */
async function samplesAnswer(selected: readonly Selected[], limits: RemoteReadLimits): Promise<RemoteReadResponse> {
  const response = new ProtobufWriter(4_096);
  const buffer = new SampleBuffer();
  let samples = 0;
  let bytes = 0;
  for (const { query, set } of selected) {
    const result = new ProtobufWriter(4_096);
    for (let index = 0; index < set.labels.length; index++) {
      if (index % SERIES_PER_TURN === SERIES_PER_TURN - 1) await nextTurn();
      set.read(index, query.range, buffer);
      if (buffer.count === 0) continue;
      samples += buffer.count;
      if (samples > limits.maxSamples) throw overLimit(`${limits.maxSamples} samples`, 'read_samples');
      const series = writeTimeSeries(set.labels[index], buffer);
      bytes += series.length;
      if (bytes > limits.maxResultBytes) throw overLimit(`${limits.maxResultBytes} bytes`, 'result_bytes');
      result.bytes(1, series);
    }
    response.bytes(1, result.finish());
  }
  return {
    status: 200,
    headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
    body: await compress(Buffer.from(response.finish())),
    limit: null,
  };
}

function overLimit(what: string, limit: 'read_samples' | 'result_bytes'): ReadError {
  const flag = limit === 'read_samples' ? '--read-max-samples' : '--query-max-result-bytes';
  const hint = `ask for less, accept STREAMED_XOR_CHUNKS, which has no such limit, or raise ${flag}`;
  return new ReadError('over_limit', `the answer has more than ${what}: ${hint}`, { limit });
}

/** Ends with `done`, also when its reader leaves early or never starts. */
function streamed(
  selected: readonly Selected[],
  limits: RemoteReadLimits,
  done: () => void,
): AsyncIterableIterator<Uint8Array> {
  const frames = allFrames(selected, limits);
  let ended = false;
  const end = (): void => {
    if (!ended) done();
    ended = true;
  };
  return {
    async next() {
      // Between frames the thread does what else it has to do.
      await nextTurn();
      if (ended) return { done: true, value: undefined };
      try {
        const frame = frames.next();
        if (frame.done) end();
        return frame;
      } catch (error) {
        end();
        throw error;
      }
    },
    async return() {
      end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function* allFrames(
  selected: readonly Selected[],
  { maxFrameBytes }: RemoteReadLimits,
): Generator<Uint8Array, undefined> {
  for (const [index, { query, set }] of selected.entries()) yield* chunkFrames(set, query.range, index, maxFrameBytes);
}

function refuse({ type, message, limit }: ReadError): RemoteReadResponse {
  const headers: Record<string, string> = { 'content-type': 'text/plain; charset=utf-8' };
  if (type === 'busy') headers['retry-after'] = '1';
  if (type === 'method_not_allowed') headers['allow'] = 'POST';
  return { status: STATUS_OF[type], headers, body: Buffer.from(`remote read: ${message}\n`), limit };
}
