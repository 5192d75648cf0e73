/**
 * ListFlights: a flight for each metric name, all of them, whose ticket is a query of its present values. A request's
 * criteria choose among them: a PromQL series selector (`up{job="a"}`, `{__name__=~"node_.+"}`: the metrics of the series
 * that it matches) when there is a brace in it, else how the names begin.
 */
import type { ServerWritableStream } from '@grpc/grpc-js';
import { grpcStatus } from './grpc-status.ts';
import { IngestError } from './ingest-error.ts';
import { decodeSingleBytes, encodeFlightInfo } from './messages.ts';
import { type Pace, sendPaced } from './send-paced.ts';

export type ListCriteria =
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'selector'; readonly selector: string };

/**
 * The names that the criteria choose, a part at a time. The signal aborts when the client has gone. Throws IngestError for
 * what the client should know.
 */
export type ListMetrics = (criteria: ListCriteria, signal: AbortSignal) => AsyncIterable<readonly string[]>;

export type ListFlightsOptions = Omit<Pace, 'gone'> & { readonly listMetrics?: ListMetrics | undefined };

/** Never rejects: errors become the call's status. */
export async function listFlights(
  call: ServerWritableStream<Buffer, Buffer>,
  schema: Uint8Array,
  options: ListFlightsOptions,
): Promise<void> {
  const gone = new AbortController();
  call.on('cancelled', () => gone.abort());
  try {
    const criteria = parseCriteria(decodeSingleBytes(call.request));
    const names = options.listMetrics?.(criteria, gone.signal);
    await sendPaced(call, names === undefined ? [] : flightsOf(names, schema), { ...options, gone: gone.signal });
  } catch (thrown) {
    if (!gone.signal.aborted) call.emit('error', grpcStatus(thrown));
  }
}

/** Of a request without criteria: all names. Throws IngestError 'invalid_argument' for what is not text. */
export function parseCriteria(expression: Uint8Array): ListCriteria {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(expression);
  } catch (cause) {
    const expected = 'expected a PromQL series selector such as {job="a"}, or the first letters of metric names';
    throw new IngestError('invalid_argument', `the criteria are not UTF-8; ${expected}`, { cause });
  }
  return text.includes('{') ? { kind: 'selector', selector: text } : { kind: 'prefix', prefix: text.trim() };
}

async function* flightsOf(parts: AsyncIterable<readonly string[]>, schema: Uint8Array): AsyncGenerator<Buffer> {
  for await (const names of parts) {
    for (const name of names) {
      const ticket = Buffer.from(JSON.stringify({ query: `{__name__=${JSON.stringify(name)}}` }));
      yield encodeFlightInfo(schema, { kind: 'path', path: [name] }, {}, ticket);
    }
  }
}
