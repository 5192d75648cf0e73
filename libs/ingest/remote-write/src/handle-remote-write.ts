/**
 * Remote write 1.0 and 2.0 as an HTTP exchange (https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/), free of any
 * server: headers and body in, status and text out. Bad data is never answered with 5xx, which would make the sender retry it.
 */
import { DecodeError } from '@chimera/bytes';
import { messageOf } from '@chimera/errors';
import {
  AppendCounts,
  type Appender,
  createWriterTurns,
  type RejectReason,
  type WriterTurns,
} from '@chimera/tsdb-storage';
import { PROTO, type RequestHeaders, versionOf } from './content-type.ts';
import { RemoteWriteDecoder } from './decode-remote-write.ts';
import { RemoteWriteV2Decoder } from './decode-v2.ts';
import { IngestError } from './ingest-error.ts';
import { DEFAULT_REMOTE_WRITE_LIMITS, type RemoteWriteLimits } from './limits.ts';
import type { RemoteWriteOutcome } from './outcome.ts';
import { decompressSnappy } from './snappy-block.ts';

export type RemoteWriteRequest = { readonly headers: RequestHeaders; readonly body: Uint8Array };

export type RemoteWriteResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Plain text; empty with status 204. */
  readonly body: string;
  /** What was appended; null when the request was refused as a whole or broken off. For self-metrics. */
  readonly outcome: RemoteWriteOutcome | null;
  /** Why it was refused or broken off; null when it was not. */
  readonly refused: IngestError['type'] | null;
  /** What was appended, in any case. */
  readonly counts: AppendCounts;
};

export type RemoteWriteHandler = (request: RemoteWriteRequest) => Promise<RemoteWriteResponse>;

const STATUS: Readonly<Record<IngestError['type'], number>> = {
  unsupported_media_type: 415,
  too_large: 413,
  too_many_samples: 413,
  overloaded: 503,
  malformed: 400,
};

const RETRY_AFTER_SECONDS = '5';

/** Refusals that are no fault of the data: the sender should try again later. */
const RETRY_LATER: ReadonlySet<RejectReason> = new Set(['draining']);

/** A handler with its own cache of series: make one per appender. It never rejects for bad data. */
export function createRemoteWriteHandler(options: {
  readonly appender: Appender;
  readonly limits?: Partial<RemoteWriteLimits>;
  /** The writer's time, shared with all others that write into the store. Default: for this handler alone. */
  readonly turns?: WriterTurns;
  /** Why nothing more can be taken now, or null; answered with 503, which senders try again after. */
  readonly overloaded?: () => string | null;
}): RemoteWriteHandler {
  const { turns = createWriterTurns(), overloaded = () => null } = options;
  const limits = { ...DEFAULT_REMOTE_WRITE_LIMITS, ...options.limits };
  const decoders = {
    v1: new RemoteWriteDecoder(options.appender, limits),
    v2: new RemoteWriteV2Decoder(options.appender, limits),
  };
  return async ({ headers, body }) => {
    let message: string = PROTO.v1;
    const counts = new AppendCounts();
    try {
      const version = versionOf(headers);
      message = PROTO[version];
      if (body.length > limits.maxBodyBytes) {
        const hint = `the body has ${body.length} bytes, over the limit of ${limits.maxBodyBytes}: send smaller batches, or raise --max-write-bytes`;
        throw new IngestError('too_large', hint);
      }
      const busy = overloaded();
      if (busy !== null) throw new IngestError('overloaded', busy);
      const decoded = await decompressSnappy(body, limits.maxDecodedBytes);
      return answer(await turns.run(decoders[version].decodeInSteps(decoded, counts)));
    } catch (error) {
      if (error instanceof IngestError) return refuse(error.type, error.message, counts);
      if (error instanceof DecodeError) {
        const text = `the body is not a ${message}: ${messageOf(error)}; earlier series were written`;
        return refuse('malformed', text, counts);
      }
      throw error;
    }
  };
}

function answer(outcome: RemoteWriteOutcome): RemoteWriteResponse {
  const { counts, histogramsAccepted, exemplars } = outcome;
  const headers = {
    'x-prometheus-remote-write-samples-written': String(counts.accepted - histogramsAccepted),
    'x-prometheus-remote-write-histograms-written': String(histogramsAccepted),
    'x-prometheus-remote-write-exemplars-written': String(exemplars),
  };
  const told = { outcome, refused: null, counts };
  if (counts.rejected === 0) return { status: 204, headers, body: '', ...told };
  const reasons = [...counts.byReason].map(([reason, count]) => `${reason} ${count}`).join(', ');
  const body =
    `${counts.rejected} of ${counts.accepted + counts.rejected} samples refused (${reasons}); ` +
    `the others were written. First: ${counts.firstRejection?.message ?? 'unknown'}\n`;
  const retry = [...counts.byReason.keys()].some((reason) => RETRY_LATER.has(reason));
  const textHeaders = { ...headers, 'content-type': 'text/plain; charset=utf-8' };
  if (!retry) return { status: 400, headers: textHeaders, body, ...told };
  return { status: 503, headers: { ...textHeaders, 'retry-after': RETRY_AFTER_SECONDS }, body, ...told };
}

/** `counts` say what came into the store before. */
function refuse(type: IngestError['type'], message: string, counts: AppendCounts): RemoteWriteResponse {
  const headers: Record<string, string> = { 'content-type': 'text/plain; charset=utf-8' };
  if (type === 'overloaded') headers['retry-after'] = RETRY_AFTER_SECONDS;
  return { status: STATUS[type], headers, body: `remote write: ${message}\n`, outcome: null, refused: type, counts };
}
